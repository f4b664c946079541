package dev.tocsin.bench.alert;

import dev.tocsin.bench.alert.Contestants.Telling;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// 50,000 alerts in ten seconds, in fifty groups; in the middle one that matters, in a group of its
/// own. How soon is that one out, what is told of the others, and how much memory does it take?
final class Storm implements AlertBenchmark.Scenario {
  private static final int ALERTS = 50_000;
  private static final int BATCH = 1_000;
  private static final int GROUPS = 50;
  private static final long BATCH_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10) / (ALERTS / BATCH);
  private static final int PAGE = 1_000_000;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final String ROUTE =
      """
      route:
        receiver: hook
        group_by: [alertname, cluster]
        group_wait: 1s
        group_interval: 10s
        routes:
          - {receiver: hook, matchers: [severity="critical"], group_by: [alertname, cluster],
             group_wait: 0s}
      """;

  @Override
  public void run(Contestants contestants, PrintStream out)
      throws IOException, InterruptedException {
    try (var hook = new AlertHook();
        var ours = contestants.tocsin(new Telling(ROUTE, Map.of("hook", hook)), "")) {
      storm(ours, hook, out);
    }
    if (contestants.hasAlertmanager()) {
      try (var hook = new AlertHook();
          var peer = contestants.alertmanager(new Telling(ROUTE, Map.of("hook", hook)))) {
        storm(peer, hook, out);
      }
    }
  }

  private static void storm(Contestant server, AlertHook hook, PrintStream out)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    long posted = 0;
    long before = 0;
    for (int i = 0; i < ALERTS / BATCH; i++) {
      waitUntil(start + i * BATCH_EVERY_NANOS);
      server.post(PostedAlerts.of("Slow", "warning", i * BATCH, BATCH, GROUPS));
      if (i == ALERTS / BATCH / 2) {
        posted = System.nanoTime();
        before = hook.messages();
        server.post(PostedAlerts.of("CheckoutDown", "critical", PAGE, 1, 1));
      }
    }
    double accepted = (System.nanoTime() - start) / 1e9;
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    var page = Integer.toString(PAGE);
    while (!hook.has(page) && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    var delay =
        hook.has(page)
            ? "%.3f s".formatted((hook.firstNanos(page) - posted) / 1e9)
            : "never within two minutes";
    TimeUnit.SECONDS.sleep(12);
    out.printf(
        "%-14s %d alerts accepted in %.1f s; the page was out after %s; %d messages in all, %d"
            + " before the page was posted; memory %.0f MB, at most %.0f MB%n",
        server.name(),
        ALERTS + 1,
        accepted,
        delay,
        hook.messages(),
        before,
        server.megabytes("VmRSS"),
        server.megabytes("VmHWM"));
  }

  private static void waitUntil(long nanos) throws InterruptedException {
    long rest = nanos - System.nanoTime();
    if (rest > 0) {
      TimeUnit.NANOSECONDS.sleep(rest);
    }
  }
}
