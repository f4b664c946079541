package dev.tocsin.bench.alert;

import dev.tocsin.bench.alert.Contestants.Telling;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// Two receivers, one of which answers 500 for twenty seconds and then takes everything. Alerts for
/// both keep coming. When does the failing one get its first and its last, and does the other
/// notice?
final class Outage implements AlertBenchmark.Scenario {
  private static final long OUTAGE_NANOS = TimeUnit.SECONDS.toNanos(20);
  private static final int EACH_HALF_SECOND = 5;
  private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
  private static final String ROUTE =
      """
      route:
        receiver: good
        group_by: [id]
        group_wait: 0s
        group_interval: 1s
        routes:
          - {receiver: bad, matchers: [alertname="Bad"], group_by: [id], group_wait: 0s,
             group_interval: 1s}
      """;

  @Override
  public void run(Contestants contestants, PrintStream out)
      throws IOException, InterruptedException {
    try (var bed = new Bed();
        var ours = contestants.tocsin(bed.telling(), "")) {
      bed.measure(ours, out);
    }
    if (contestants.hasAlertmanager()) {
      try (var bed = new Bed();
          var peer = contestants.alertmanager(bed.telling())) {
        bed.measure(peer, out);
      }
    }
  }

  private static final class Bed implements AutoCloseable {
    private final AlertHook good = new AlertHook();
    private final AlertHook bad = new AlertHook();
    private final Map<String, Long> sent = new TreeMap<>();

    Bed() throws IOException {
      // both are open
    }

    Telling telling() {
      return new Telling(ROUTE, Map.of("good", good, "bad", bad));
    }

    void measure(Contestant server, PrintStream out) throws IOException, InterruptedException {
      bad.failing(true);
      long start = System.nanoTime();
      int posted = 0;
      while (System.nanoTime() - start < OUTAGE_NANOS) {
        post(server, "Bad", posted);
        post(server, "Good", posted);
        posted += EACH_HALF_SECOND;
        TimeUnit.MILLISECONDS.sleep(500);
      }
      long outage = System.nanoTime() - start;
      bad.failing(false);
      while (bad.distinct() < posted && System.nanoTime() - start < PATIENCE_NANOS) {
        TimeUnit.MILLISECONDS.sleep(10);
      }
      var late = bad.arrivals();
      out.printf(
          "%-14s out of order for %.2f s; first delivery after %s, the last of %d after %s; the"
              + " other receiver: %s%n",
          server.name(),
          outage / 1e9,
          AlertBenchmark.seconds(late, 0, start),
          late.size(),
          AlertBenchmark.seconds(late, 1, start),
          delays());
    }

    private void post(Contestant server, String name, int from)
        throws IOException, InterruptedException {
      if (name.equals("Good")) {
        long now = System.nanoTime();
        for (int id = from; id < from + EACH_HALF_SECOND; id++) {
          sent.put(Integer.toString(id), now);
        }
      }
      server.post(PostedAlerts.of(name, "critical", from, EACH_HALF_SECOND, 1));
    }

    private String delays() {
      List<Long> delays = new ArrayList<>();
      sent.forEach((id, at) -> delays.add(good.firstNanos(id) - at));
      delays.sort(null);
      return "median "
          + AlertBenchmark.seconds(delays, 0.5, 0)
          + ", worst "
          + AlertBenchmark.seconds(delays, 1, 0)
          + " of "
          + good.distinct();
    }

    @Override
    public void close() {
      good.close();
      bad.close();
    }
  }
}
