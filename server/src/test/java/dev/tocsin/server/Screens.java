package dev.tocsin.server;

import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.server.account.AuditTrail;
import dev.tocsin.server.admin.AlarmHealth;
import dev.tocsin.server.admin.AlertStoryPages;
import dev.tocsin.server.admin.Figures;
import dev.tocsin.server.admin.LiveApi;
import dev.tocsin.server.admin.OperationsPages;
import dev.tocsin.server.alert.AlertBook;
import dev.tocsin.server.alert.AlertOptions;
import dev.tocsin.server.alert.AlertPages;
import dev.tocsin.server.alert.Backtest;
import dev.tocsin.server.alert.PrecisionApi;
import dev.tocsin.server.alert.PrecisionLedger;
import dev.tocsin.server.alert.RulePages;
import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.Leases;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.deliver.Canary;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelPages;
import dev.tocsin.server.deliver.ChannelReadiness;
import dev.tocsin.server.deliver.Channels;
import dev.tocsin.server.deliver.DeadLetters;
import dev.tocsin.server.deliver.DeliveryLog;
import dev.tocsin.server.deliver.DeliveryOptions;
import dev.tocsin.server.deliver.DeliveryPages;
import dev.tocsin.server.deliver.DeliveryWorker;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.IncidentMessages;
import dev.tocsin.server.deliver.Notices;
import dev.tocsin.server.deliver.Notifier;
import dev.tocsin.server.deliver.Receipt;
import dev.tocsin.server.deliver.RoutePages;
import dev.tocsin.server.event.EventOptions;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.http.Assets;
import dev.tocsin.server.http.Authenticator;
import dev.tocsin.server.http.Cookies;
import dev.tocsin.server.http.Dispatcher;
import dev.tocsin.server.http.HttpListener;
import dev.tocsin.server.http.HttpOptions;
import dev.tocsin.server.http.LiveFeed;
import dev.tocsin.server.http.Pages;
import dev.tocsin.server.http.Role;
import dev.tocsin.server.http.RouteTable;
import dev.tocsin.server.incident.AutomaticIncidents;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentOptions;
import dev.tocsin.server.incident.IncidentPages;
import dev.tocsin.server.incident.IncidentTimeline;
import dev.tocsin.server.ingest.TargetStatus;
import dev.tocsin.server.probe.ProbeOptions;
import dev.tocsin.server.probe.ServiceStatuses;
import dev.tocsin.server.query.Queries;
import dev.tocsin.server.query.QueryOptions;
import dev.tocsin.server.route.RoutingOptions;
import dev.tocsin.server.route.RoutingTree;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.LiveRules;
import dev.tocsin.server.rule.RecordedSamples;
import dev.tocsin.server.rule.RuleClaims;
import dev.tocsin.server.rule.RuleDesk;
import dev.tocsin.server.rule.RuleEngine;
import dev.tocsin.server.rule.RuleEvaluation;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleOutcome;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import dev.tocsin.server.rule.SimpleRules;
import dev.tocsin.server.silence.Mutes;
import dev.tocsin.server.silence.SilencePages;
import dev.tocsin.server.silence.Silences;
import dev.tocsin.server.silence.Windows;
import dev.tocsin.server.statuspage.StatusApi;
import dev.tocsin.server.statuspage.StatusBoard;
import dev.tocsin.server.statuspage.StatusPages;
import dev.tocsin.server.store.SampleStore;
import dev.tocsin.server.store.StoreOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// All pages behind a real listener, over real tables and series.
public final class Screens implements AutoCloseable {
  public final LiveFeed feed = new LiveFeed();
  public final LiveFeed visitors = new LiveFeed();
  public final List<TargetStatus> targets = new CopyOnWriteArrayList<>();
  public final Database database;
  public final SampleStore store;
  public final ServiceStatuses services;
  public final IncidentDesk desk;
  public final AlertBook alerts;
  public final Silences silences;
  public final Windows windows;
  public final PrecisionLedger ledger;
  public final RuleEngine engine;
  public final DeliveryWorker worker;
  public final DeliveryLog deliveries;
  private final Queries queries;
  private final HttpListener listener;
  private final HttpClient client = HttpClient.newHttpClient();

  /// What the pages are set up with.
  ///
  /// @param rules the text of a rule file
  /// @param probes the section `probe`
  public record Setting(String rules, String probes) {}

  public Screens(
      Path folder, InstantSource clock, Setting setting, Authenticator people, int port) {
    database = TestDatabases.sqlite(folder);
    store = SampleStore.open(StoreOptions.defaults(), folder, clock);
    queries = new Queries(store.reader(), QueryOptions.defaults());
    var ids = new Ids(clock);
    services = new ServiceStatuses(database, clock, ids);
    var problems = new Problems();
    services.declare(
        ProbeOptions.read(ConfigFile.parse("tocsin.yml", setting.probes(), Map.of(), problems)));
    var timeline = new IncidentTimeline(ids, clock, _ -> {});
    var delivery =
        DeliveryOptions.of(
            List.of(new Scripted("slack"), new Scripted("rejects"), new Scripted("waits")),
            Optional.empty(),
            DeliveryOptions.Timing.defaults());
    worker = new DeliveryWorker(database, delivery, timeline, ids, clock, new Random(1));
    deliveries = new DeliveryLog(database, worker, clock);
    var address = URI.create("https://tocsin.example");
    var notifier = new Notifier(database, delivery, worker, address, ids, clock);
    desk = new IncidentDesk(database, timeline, services::exists, List.of(notifier), ids, clock);
    var automatic =
        new AutomaticIncidents(
            database, desk, timeline, services::exists, IncidentOptions.defaults(), clock);
    RecordedSamples nowhere = _ -> {};
    alerts =
        new AlertBook(database, AlertOptions.defaults(), List.of(automatic), nowhere, clock)
            .mutedBy(new Mutes(RoutingOptions.none(), clock));
    silences = new Silences(database, alerts, alerts.received(), clock);
    windows = new Windows(database, alerts.received(), clock);
    ledger = new PrecisionLedger(database, AlertOptions.defaults(), clock);
    var rules =
        RuleSet.read(
            List.of(new RuleSource("rules.yml", setting.rules())),
            RuleOptions.defaults(),
            problems);
    problems.throwIfAny();
    var outlets = new RuleEngine.Outlets(evaluation(), nowhere, List.of());
    var claims = new RuleClaims(database, new Leases(database, clock, "here"));
    engine = new RuleEngine(rules, outlets, claims, clock);
    var options = new HttpOptions("127.0.0.1", port, address);
    var table = routes(delivery, notifier, address, clock);
    listener =
        new HttpListener(
            options,
            new Dispatcher(
                table,
                people,
                new HttpMetrics(new Telemetry()),
                new Pages(clock)::problem,
                options));
    listener.start();
  }

  private RouteTable routes(
      DeliveryOptions delivery, Notifier notifier, URI address, InstantSource clock) {
    var pages = new Pages(clock);
    var board = new StatusBoard(desk, services, clock);
    var readiness = new ChannelReadiness(delivery, deliveries, () -> false, clock);
    var health = new AlarmHealth(delivery, deliveries, engine, () -> targets, readiness, clock);
    return new RouteTable(
        List.of(
            new Assets(),
            new LiveApi(feed, visitors),
            new OperationsPages(desk, alerts, new Figures(queries, clock), services, health, pages),
            new AlertPages(alerts, engine, RoutingTree.none(), feed, pages),
            stories(clock, pages),
            new PrecisionApi(ledger, pages),
            new SilencePages(silences, windows, pages, clock),
            new RoutePages(routing(delivery), delivery, pages, clock),
            rulePages(clock, pages),
            new IncidentPages(desk, Map::of, pages),
            new DeliveryPages(
                delivery,
                deliveries,
                new DeadLetters(database, delivery, worker, deliveries, new Ids(clock), clock),
                notifier,
                pages,
                clock),
            channelPages(delivery, notifier, address, clock, pages),
            new StatusApi(board),
            new StatusPages(board, pages, address, clock)));
  }

  private AlertStoryPages stories(InstantSource clock, Pages pages) {
    var events =
        new Events(
            database,
            new EventOptions(Map.of(), Duration.ofDays(1)),
            alerts.received(),
            (_, _) -> {},
            clock);
    return new AlertStoryPages(
        new AlertStoryPages.Alerts(alerts, engine, ledger),
        new AlertStoryPages.Telling(RoutingTree.none(), desk, deliveries),
        new Figures(queries, clock),
        new AlertStoryPages.Traces(new AuditTrail(database, new Ids(clock), clock), events),
        pages);
  }

  /// Two teams; the payments of one are told to both.
  private static RoutingOptions routing(DeliveryOptions delivery) {
    var yaml =
        """
        receivers: [{name: payments, channels: [slack, rejects]}]
        time_intervals: [{name: noon, time_intervals: [{times: [{start_time: "12:00", end_time: "18:00"}]}]}]
        inhibit_rules: [{source_matchers: ['alertname="Down"'], target_matchers: ['severity="P4"'], equal: [job]}]
        route:
          receiver: slack
          group_by: [job]
          routes:
            - {matchers: ['service="stripe-api"'], receiver: payments, group_wait: 10s, continue: true}
            - {matchers: ['severity=~"P1|P2"'], receiver: waits, mute_time_intervals: [noon]}
        """;
    var problems = new Problems();
    var routing =
        RoutingOptions.read(
            ConfigFile.parse("routing.yml", yaml, Map.of(), problems), delivery.channelNames());
    problems.throwIfAny();
    return routing;
  }

  private RulePages rulePages(InstantSource clock, Pages pages) {
    var simple = new SimpleRules(database, queries::instant, clock);
    var desk =
        new RuleDesk(
            simple,
            clock,
            List.of("ops@shop.example"),
            (_, _) -> {
              throw RuleDesk.refusal("no channel is set up");
            },
            (_, _, _, _) -> {});
    var sources = new LiveRules.Sources(List.of(), RuleOptions.defaults(), simple);
    var live = new LiveRules(sources, engine.rules(), engine, _ -> {}, clock);
    return new RulePages(
        new RulePages.Sources(engine, live, desk, alerts),
        new Backtest(queries::range, (_, _) -> List.of(), clock),
        pages);
  }

  private ChannelPages channelPages(
      DeliveryOptions delivery, Notifier notifier, URI address, InstantSource clock, Pages pages) {
    var ids = new Ids(clock);
    var canary =
        new Canary(database, delivery.watch().canary(), new IncidentMessages(address), ids, clock);
    return new ChannelPages(
        new Channels(delivery, worker, deliveries, canary),
        deliveries,
        notifier,
        new Notices(database, ids, clock, () -> {}),
        pages);
  }

  /// Fails for the rules that are named so.
  private RuleEvaluation evaluation() {
    return new RuleEvaluation(
        (expr, at) -> {
          if (expr.toString().contains("broken")) {
            throw new PromQlEvaluationException("many-to-many matching not allowed <b>");
          }
          return queries.instant(expr, at);
        });
  }

  /// Answers by its name.
  private record Scripted(String name) implements Channel {
    @Override
    public Set<ChangeKind> usualChanges() {
      return ChangeKind.ALL;
    }

    @Override
    public Receipt send(Envelope envelope) {
      return switch (name) {
        case "rejects" -> new Receipt.Rejected("status 400: <b>no such room</b>");
        case "waits" -> new Receipt.Retry("status 503", Duration.ofMinutes(1));
        default -> new Receipt.Accepted("status 200");
      };
    }
  }

  /// What an evaluation of the rule found.
  public void found(String rule, long atMillis, InstantSample... samples) {
    alerts.evaluated(
        new RuleOutcome(rule(rule), atMillis, new RuleOutcome.Result.Samples(List.of(samples))));
  }

  private AlertRule rule(String name) {
    return engine.rules().alertRules().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  public HttpResponse<String> get(String path, Role role) throws Exception {
    return client.send(to(path, role).build(), BodyHandlers.ofString());
  }

  /// Sends a form of one of our own pages.
  public HttpResponse<String> post(String path, Role role, String form) throws Exception {
    var request =
        to(path, role)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form + "&_csrf=" + BadDay.CSRF_TOKEN));
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder to(String path, Role role) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
            .header("Accept", "text/html");
    return role == Role.ANYONE
        ? request
        : request.header("Cookie", Cookies.SESSION + "=" + role.name());
  }

  public int port() {
    return listener.port();
  }

  @Override
  public void close() {
    feed.close();
    visitors.close();
    client.close();
    listener.stop();
    worker.stop();
    queries.close();
    store.close();
    database.close();
  }
}
