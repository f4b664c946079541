package dev.tocsin.bench.alert;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.bench.alert.Contestants.Telling;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// From the scrape that brings a sample over the threshold to the webhook: scraped and evaluated
/// every second, no group wait. Prometheus and Alertmanager run at the same time on the same
/// target.
final class AlertLatency implements AlertBenchmark.Scenario {
  private static final int TRIALS = 40;
  private static final int LEAST_PAUSE_MILLIS = 400;
  private static final int MORE_PAUSE_MILLIS = 1_000;
  private static final long SETTLE_SECONDS = 6;
  private static final String ROUTE =
      "route: {receiver: hook, group_by: [id], group_wait: 0s, group_interval: 5m}\n";
  private static final String RULES =
      """
      groups:
        - name: latency
          interval: 1s
          rules:
            - {alert: Broken, expr: broken > 0, labels: {severity: critical}}
      """;

  private final Path work;

  AlertLatency(Path work) {
    this.work = work;
  }

  @Override
  public void run(Contestants contestants, PrintStream out)
      throws IOException, InterruptedException {
    var folder = Files.createDirectories(work.resolve("rules"));
    var rules = folder.resolve("latency.yml");
    Files.writeString(rules, RULES);
    boolean beside = contestants.hasPrometheus() && contestants.hasAlertmanager();
    try (var target = new Target();
        var ourHook = new AlertHook();
        var peerHook = new AlertHook();
        var _ = ours(contestants, ourHook, target, folder)) {
      if (!beside) {
        breakThings(target);
        print(out, "tocsin", target.ours, ourHook);
        return;
      }
      var telling = new Telling(ROUTE, Map.of("hook", peerHook));
      try (var alertmanager = contestants.alertmanager(telling);
          var _ = contestants.prometheus(rules, target.port(), alertmanager)) {
        breakThings(target);
        print(out, "tocsin", target.ours, ourHook);
        print(out, "prometheus", target.peers, peerHook);
      }
    }
  }

  private static Contestant ours(Contestants contestants, AlertHook hook, Target target, Path rules)
      throws IOException, InterruptedException {
    var more =
        """
        rules: {packs: [], directories: ["%s"], evaluation_interval: 1s}
        scrape:
          interval: 1s
          jobs: [{job: shop, metrics_path: /tocsin, targets: ["127.0.0.1:%d"]}]
        """
            .formatted(rules, target.port());
    return contestants.tocsin(new Telling(ROUTE, Map.of("hook", hook)), more);
  }

  private static void breakThings(Target target) throws InterruptedException {
    var random = new Random(1);
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
    for (int i = 0; i < TRIALS; i++) {
      target.add(i);
      TimeUnit.MILLISECONDS.sleep(LEAST_PAUSE_MILLIS + random.nextInt(MORE_PAUSE_MILLIS));
    }
    TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
  }

  private static void print(
      PrintStream out, String name, Map<String, Long> scraped, AlertHook hook) {
    var delays = new ArrayList<Long>();
    scraped.forEach(
        (id, at) -> {
          if (hook.has(id)) {
            delays.add(hook.firstNanos(id) - at);
          }
        });
    delays.sort(null);
    out.printf(
        "%-14s scrape to webhook: median %s, nine of ten within %s, worst %s; %d of %d%n",
        name,
        AlertBenchmark.seconds(delays, 0.5, 0),
        AlertBenchmark.seconds(delays, 0.9, 0),
        AlertBenchmark.seconds(delays, 1, 0),
        delays.size(),
        TRIALS);
  }

  /// Notes when each of both scrapers first saw each series.
  private static final class Target implements AutoCloseable {
    private final Map<String, Long> ours = new ConcurrentHashMap<>();
    private final Map<String, Long> peers = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile int count;

    Target() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/tocsin", exchange -> expose(exchange, ours));
      server.createContext("/prometheus", exchange -> expose(exchange, peers));
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    void add(int number) {
      count = number + 1;
    }

    private void expose(HttpExchange exchange, Map<String, Long> seen) throws IOException {
      try (exchange) {
        var text = new StringBuilder("# TYPE broken gauge\n");
        int many = count;
        for (int id = 0; id < many; id++) {
          text.append("broken{id=\"").append(id).append("\"} 1\n");
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        long now = System.nanoTime();
        for (int id = 0; id < many; id++) {
          seen.putIfAbsent(Integer.toString(id), now);
        }
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
