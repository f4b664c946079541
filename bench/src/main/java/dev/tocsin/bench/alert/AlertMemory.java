package dev.tocsin.bench.alert;

import dev.tocsin.bench.alert.Contestants.Telling;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// 10,000 alerts, each a group of its own and a message of its own: how soon are they out, and how
/// much memory is resident when all is quiet again?
final class AlertMemory implements AlertBenchmark.Scenario {
  private static final int ALERTS = 10_000;
  private static final int BATCH = 100;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
  private static final long SETTLE_SECONDS = 10;
  private static final String ROUTE =
      "route: {receiver: hook, group_by: [id], group_wait: 0s, group_interval: 5m}\n";

  @Override
  public void run(Contestants contestants, PrintStream out)
      throws IOException, InterruptedException {
    try (var hook = new AlertHook();
        var ours = contestants.tocsin(new Telling(ROUTE, Map.of("hook", hook)), "")) {
      measure(ours, hook, out);
    }
    if (contestants.hasAlertmanager()) {
      try (var hook = new AlertHook();
          var peer = contestants.alertmanager(new Telling(ROUTE, Map.of("hook", hook)))) {
        measure(peer, hook, out);
      }
    }
  }

  private static void measure(Contestant server, AlertHook hook, PrintStream out)
      throws IOException, InterruptedException {
    double empty = server.megabytes("VmRSS");
    long start = System.nanoTime();
    for (int from = 0; from < ALERTS; from += BATCH) {
      server.post(PostedAlerts.of("HighErrorRate", "critical", from, BATCH, 10));
    }
    double accepted = (System.nanoTime() - start) / 1e9;
    while (hook.distinct() < ALERTS && System.nanoTime() - start < PATIENCE_NANOS) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    var arrivals = hook.arrivals();
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    out.printf(
        "%-14s %d alerts accepted in %.2f s (%.0f/s), %d delivered, the last after %s; memory %.0f"
            + " MB before, %.0f MB after, at most %.0f MB%n",
        server.name(),
        ALERTS,
        accepted,
        ALERTS / accepted,
        arrivals.size(),
        AlertBenchmark.seconds(arrivals, 1, start),
        empty,
        server.megabytes("VmRSS"),
        server.megabytes("VmHWM"));
  }
}
