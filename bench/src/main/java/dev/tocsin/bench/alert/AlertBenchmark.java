package dev.tocsin.bench.alert;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Scenarios of alerting, each as whole processes: ours, then Debian's peer where it is installed.
/// Both get the same alerts and the same routes and tell the same receivers. Figures of one run are
/// comparable; the load of the machine before each is printed with it.
public final class AlertBenchmark {
  private final Contestants contestants;
  private final Path work;
  private final Map<String, Scenario> scenarios = new TreeMap<>();

  /// Something that is measured.
  @FunctionalInterface
  interface Scenario {
    void run(Contestants contestants, PrintStream out) throws IOException, InterruptedException;
  }

  /// @param home the root of the project, built
  public AlertBenchmark(Path home) throws IOException {
    work = Files.createTempDirectory("tocsin-bench-alerts");
    contestants = new Contestants(home.toAbsolutePath().normalize(), work);
    scenarios.put("storm", new Storm());
    scenarios.put("memory", new AlertMemory());
    scenarios.put("outage", new Outage());
    scenarios.put("latency", new AlertLatency(work));
  }

  /// @param names of scenarios; all when there are none
  public void print(List<String> names, PrintStream out) throws IOException, InterruptedException {
    try {
      for (var name : names.isEmpty() ? List.copyOf(scenarios.keySet()) : names) {
        var scenario = scenarios.get(name);
        if (scenario == null) {
          throw new IllegalArgumentException(
              "no scenario \"" + name + "\"; there are " + String.join(", ", scenarios.keySet()));
        }
        out.printf("%n%s (load %s)%n", name, load());
        scenario.run(contestants, out);
      }
    } finally {
      remove(work);
    }
  }

  private static String load() throws IOException {
    var file = Path.of("/proc/loadavg");
    return Files.exists(file) ? Files.readString(file).split(" ", 2)[0] : "unknown";
  }

  /// The quantile of sorted times on the clock of [System#nanoTime()], in seconds after a start.
  static String seconds(List<Long> sorted, double quantile, long startNanos) {
    if (sorted.isEmpty()) {
      return "never";
    }
    int place = (int) Math.min(sorted.size() - 1, Math.floor(quantile * sorted.size()));
    return String.format(Locale.ROOT, "%.2f s", (sorted.get(place) - startNanos) / 1e9);
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
