package dev.tocsin.server;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.series.Appender;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.server.deliver.DeliveryState;
import dev.tocsin.server.http.Actor;
import dev.tocsin.server.http.Authenticator;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.incident.Author;
import dev.tocsin.server.incident.IncidentStatus;
import dev.tocsin.server.incident.NewIncident;
import dev.tocsin.server.incident.Severity;
import dev.tocsin.server.ingest.TargetStatus;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Window;
import dev.tocsin.server.silence.Windows;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.awaitility.Awaitility;

/// A day on which everything that a page can show has happened.
public final class BadDay {
  static final String CSRF_TOKEN = "csrf";
  private static final Author ADA = new Author("user-77", "Ada Operator");
  private static final String RULES =
      """
      groups:
        - name: shop
          interval: 15s
          rules:
            - alert: PaymentsFail
              expr: payments_failing > 0
              labels: {severity: P1, service: "stripe-api"}
              annotations:
                summary: "TEXT"
                description: "The provider does not answer: TEXT"
                runbook_url: "https://runbooks.example/payments"
            - alert: SearchSlow
              expr: search_seconds > 1
              for: 5m
              labels: {severity: P2, service: search}
              annotations: {summary: "Search is slow", runbook_url: "javascript:alert(1)"}
            - alert: DiskFills
              expr: disk_share > 0.8
              labels: {severity: P3}
              annotations: {summary: "A disk fills up"}
            - alert: Broken
              expr: broken_left / broken_right
            - record: shop:orders
              expr: sum(orders_completed_total)
      """;
  private static final String PROBES =
      """
      services:
        - {name: api-server, display_name: "TEXT", http: "http://localhost:1/"}
        - {name: postgresql, tcp: "localhost:1"}
        - {name: search, http: "http://localhost:1/"}
        - {name: stripe-api, http: "http://localhost:1/"}
        - {name: smtp-email, tcp: "localhost:1"}
      """;

  private final ManualClock clock;
  private final Screens screens;
  private final String text;

  private BadDay(ManualClock clock, Screens screens, String text) {
    this.clock = clock;
    this.screens = screens;
    this.text = text;
  }

  /// The session cookie or bearer token is the role.
  public static Authenticator byRole() {
    return (session, bearer) ->
        session
            .or(() -> bearer)
            .map(name -> Role.valueOf(name.toUpperCase(Locale.ROOT)))
            .map(role -> new Actor("id-of-" + role, "Somebody", role, CSRF_TOKEN))
            .orElse(Actor.ANONYMOUS);
  }

  /// Nothing is set up yet.
  public static Screens quiet(Path folder, ManualClock clock, Authenticator people, int port) {
    return new Screens(folder, clock, new Screens.Setting("groups: []", ""), people, port);
  }

  /// @param text stands wherever people or programs may write
  public static Screens screens(
      Path folder, ManualClock clock, String text, Authenticator people, int port) {
    var quoted = text.replace("\\", "\\\\").replace("\"", "\\\"");
    var setting =
        new Screens.Setting(RULES.replace("TEXT", quoted), PROBES.replace("TEXT", quoted));
    var screens = new Screens(folder, clock, setting, people, port);
    var day = new BadDay(clock, screens, text);
    day.history();
    day.trouble();
    day.quiet();
    day.services();
    day.series();
    day.chain();
    return screens;
  }

  private void history() {
    var past =
        screens.desk.open(
            new NewIncident("Old: " + text, text, Severity.P3, List.of("search")), ADA);
    clock.advance(Duration.ofMinutes(42));
    screens.desk.note(past.id(), "internal secret note", ADA);
    screens.desk.resolve(past.id(), "fixed by " + text, ADA);
    clock.advance(Duration.ofHours(3));
  }

  /// A silence that covers a trouble, and a window every night.
  private void quiet() {
    long now = clock.millis();
    screens.silences.put(
        new Silences.Wanted(
            "",
            List.of(
                Matcher.equal("alertname", "DiskFills"), Matcher.equal("device", "disk " + text)),
            "Ada Operator",
            "known: " + text,
            now,
            now + Duration.ofHours(4).toMillis()));
    screens.windows.put(
        new Windows.Wanted(
            "",
            new Windows.Words("Nightly: " + text, "Ada Operator", text),
            new Window.About(List.of(), List.of("search")),
            new Windows.Bounds(now, now + Duration.ofDays(30).toMillis()),
            "- cron: \"30 1 * * *\"\n  for: 90m"));
  }

  private void services() {
    long now = clock.millis();
    long today = now / Duration.ofDays(1).toMillis();
    for (var name : List.of("api-server", "postgresql", "search", "stripe-api")) {
      for (int ago = 89; ago >= 0; ago--) {
        int up = name.equals("search") && ago == 20 ? 2600 : 2880;
        int slow = name.equals("search") && ago % 17 == 3 ? 40 : 0;
        if (name.equals("postgresql") && ago > 60) {
          continue;
        }
        insertDay(name, today - ago, up - slow, slow);
      }
    }
    status("api-server", "UP", 23, now - 9_000);
    status("postgresql", "UP", 2, now - 9_000);
    status("search", "DEGRADED", 2345, now - 9_000);
    status("smtp-email", "UP", 12, now - 3_600_000);
    status("stripe-api", "DOWN", null, now - 9_000);
  }

  private void insertDay(String name, long day, int up, int degraded) {
    screens.database.transaction(
        handle ->
            handle.execute(
                "INSERT INTO service_days (service_name, day, total, up, degraded)"
                    + " VALUES (?, ?, 2880, ?, ?)",
                name,
                day,
                up,
                degraded));
  }

  private void status(String name, String status, Integer latency, long atMillis) {
    screens.database.transaction(
        handle ->
            handle.execute(
                "UPDATE service_statuses SET status = ?, latency = ?, last_checked_at = ?,"
                    + " metadata = ?, uptime_percentage = 99.5 WHERE service_name = ?",
                status,
                latency,
                atMillis,
                "{\"detail\":\"" + (status.equals("UP") ? "" : "internal detail") + "\"}",
                name));
  }

  private void series() {
    long now = clock.millis();
    try (var appender = screens.store.writer().appender()) {
      for (long at = now - 3_600_000; at <= now; at += 15_000) {
        sample(appender, at, (at - now + 3_600_000) / 15_000.0);
      }
      appender.commit();
    }
  }

  private void sample(Appender appender, long at, double n) {
    double wave = 1 + 0.3 * Math.sin(n / 20);
    add(appender, "orders_completed_total", Labels.EMPTY, at, n * 3);
    for (var currency : List.of("EUR", "USD")) {
      add(appender, "revenue_total", Labels.of("currency", currency), at, n * 120);
    }
    add(appender, "payment_results_total", Labels.of("outcome", "success"), at, n * 3);
    add(appender, "payment_results_total", Labels.of("outcome", "error"), at, n * 0.2);
    var requests = "http_requests_total";
    add(appender, requests, Labels.of("status_code", "200", "job", text), at, n * 50);
    add(appender, requests, Labels.of("status_code", "503", "job", text), at, n * 0.5);
    add(appender, requests, Labels.of("status_code", "200", "job", "tocsin"), at, n * 9_000);
    var duration = "http_request_duration_seconds_bucket";
    add(appender, duration, Labels.of("le", "0.05"), at, n * 30);
    add(appender, duration, Labels.of("le", "0.25"), at, n * 48);
    add(appender, duration, Labels.of("le", "+Inf"), at, n * 50);
    add(appender, "http_request_duration_seconds_count", Labels.EMPTY, at, n * 50);
    add(appender, "http_active_connections", Labels.EMPTY, at, Math.rint(4 * wave));
    add(appender, "jvm_memory_used_bytes", Labels.of("area", "heap"), at, 181e6 * wave);
    add(appender, "jvm_memory_used_bytes", Labels.of("area", "nonheap"), at, 88e6);
  }

  private static void add(Appender appender, String name, Labels labels, long at, double value) {
    long series = appender.reference(labels.with(Labels.METRIC_NAME, name));
    appender.append(series, at, value);
  }

  private void trouble() {
    long now = clock.millis();
    found("SearchSlow", Labels.of("instance", text), now, 2.5);
    found("DiskFills", Labels.of("device", "disk " + text), now, 0.87);
    found("PaymentsFail", Labels.of("instance", "internal-host"), now, 1);
    clock.advance(Duration.ofMinutes(2));
    var slow =
        screens.desk.open(
            new NewIncident("Search is slow: " + text, text, Severity.P2, List.of("search")), ADA);
    screens.desk.acknowledge(slow.id(), ADA);
    screens.desk.note(slow.id(), "internal secret note", ADA);
    clock.advance(Duration.ofMinutes(1));
    screens.desk.update(slow.id(), IncidentStatus.IDENTIFIED, "An index is rebuilt " + text, ADA);
    clock.advance(Duration.ofSeconds(40));
    screens.engine.tick();
  }

  private void found(String rule, Labels labels, long at, double value) {
    screens.found(rule, at, new InstantSample(labels, at, value));
  }

  private void chain() {
    screens.worker.start();
    Awaitility.await()
        .until(
            () -> {
              // a third for each channel: one takes all, one rejects all and hears of no end
              // whose beginning it rejected, one is never reached
              long all = count(Set.of());
              return 3 * count(Set.of(DeliveryState.DELIVERED)) == all
                  && 3 * count(Set.of(DeliveryState.DEAD, DeliveryState.MUTED)) == all;
            });
    screens.worker.stop();
    long now = clock.millis();
    target("shop", "shop:8080", new TargetStatus.Collection(now - 4_000, 12, 214, "", ""));
    target("pay", text, new TargetStatus.Collection(now - 3_000, 5_000, 0, "timeout " + text, ""));
  }

  private long count(Set<DeliveryState> states) {
    return screens.deliveries.list(states, 1, 0).total();
  }

  private void target(String job, String instance, TargetStatus.Collection last) {
    screens.targets.add(
        new TargetStatus(
            job,
            URI.create("http://" + job + ":8080/metrics"),
            Labels.of("job", job, "instance", instance),
            Duration.ofSeconds(15),
            Duration.ofSeconds(5),
            Optional.of(last)));
  }
}
