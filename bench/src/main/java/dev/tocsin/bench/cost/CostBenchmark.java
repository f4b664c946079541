package dev.tocsin.bench.cost;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// Requests per second, processor time and garbage of each request, and the time to the first page:
/// a shop bare, with the starter and everything on, and with the OpenTelemetry Java agent. `wrk`
/// loads them in turns, so that a disturbance hits all of them; spans go to a sink here.
public final class CostBenchmark {
  /// Rounds, unless told otherwise.
  public static final int USUAL_ROUNDS = 5;

  private static final int CONNECTIONS = 16;
  private static final int WARM_UP_SECONDS = 15;
  private static final int ROUND_SECONDS = 8;
  private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
  private static final Pattern FAILED = Pattern.compile("Non-2xx|Socket errors");

  private final int rounds;
  private final String java = ProcessHandle.current().info().command().orElse("java");

  private record Round(double perSecond, double processorMicros, double garbageBytes) {}

  private record Candidate(String name, ShopProcess shop, List<Round> measured) {}

  public CostBenchmark(int rounds) {
    this.rounds = rounds;
  }

  public void print(PrintStream out) throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("tocsin-cost");
    var candidates = new ArrayList<Candidate>();
    try (var sink = new TelemetrySink()) {
      try {
        for (var name : List.of("bare", "tocsin", "opentelemetry agent")) {
          var shop = new ShopProcess(command(name, sink), folder, name.replace(' ', '-'));
          candidates.add(new Candidate(name, shop, new ArrayList<>()));
        }
        for (var candidate : candidates) {
          load(candidate.shop(), WARM_UP_SECONDS);
        }
        for (int round = 0; round < rounds; round++) {
          for (var candidate : candidates) {
            candidate.measured().add(load(candidate.shop(), ROUND_SECONDS));
          }
        }
        table(out, candidates);
      } finally {
        candidates.forEach(candidate -> candidate.shop().close());
      }
    }
  }

  private List<String> command(String name, TelemetrySink sink) {
    var command = new ArrayList<>(List.of(java, "-XX:+UseSerialGC", "-Xmx256m"));
    boolean isOurs = name.equals("tocsin");
    var path = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var place = Path.of(entry).toAbsolutePath().toString();
      var file = String.valueOf(Path.of(entry).getFileName());
      if (file.startsWith("opentelemetry-javaagent")) {
        if (name.equals("opentelemetry agent")) {
          command.add("-javaagent:" + place);
        }
      } else if (isOurs || !file.startsWith("tocsin-sdk")) {
        path.add(place);
      }
    }
    command.add("-Dotel.exporter.otlp.protocol=http/protobuf");
    command.add("-Dotel.exporter.otlp.endpoint=" + sink.address());
    command.add("-Dotel.logs.exporter=none");
    command.addAll(List.of("-cp", String.join(File.pathSeparator, path)));
    command.add(BareShop.class.getName());
    if (isOurs) {
      command.add("--METRICS_ENABLED=true");
      command.add("--tocsin.log.format=json");
      command.add("--tocsin.trace.otlp.endpoint=" + sink.address());
    }
    return command;
  }

  private static Round load(ShopProcess shop, int seconds)
      throws IOException, InterruptedException {
    long allocated = shop.allocatedBytes();
    double processor = shop.processorSeconds();
    var told = output(List.of("wrk", "-t1", "-c" + CONNECTIONS, "-d" + seconds + "s", shop.page()));
    double used = shop.processorSeconds() - processor;
    long garbage = shop.allocatedBytes() - allocated;
    var requests = REQUESTS.matcher(told);
    if (!requests.find() || FAILED.matcher(told).find()) {
      throw new IOException("the load did not go well:\n" + told);
    }
    double count = Double.parseDouble(requests.group(1));
    return new Round(count / seconds, used * 1e6 / count, garbage / count);
  }

  private static String output(List<String> command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command.getFirst() + " failed:\n" + text);
    }
    return text;
  }

  private void table(PrintStream out, List<Candidate> candidates) {
    out.printf("%d rounds of %d s each, in turns; medians%n", rounds, ROUND_SECONDS);
    out.printf(
        "%-22s %12s %16s %18s %14s%n",
        "", "requests/s", "CPU/request, µs", "garbage/request, B", "first page, s");
    for (var candidate : candidates) {
      out.printf(
          "%-22s %12.0f %16.1f %18.0f %14.2f%n",
          candidate.name(),
          median(candidate.measured().stream().mapToDouble(Round::perSecond).toArray()),
          median(candidate.measured().stream().mapToDouble(Round::processorMicros).toArray()),
          median(candidate.measured().stream().mapToDouble(Round::garbageBytes).toArray()),
          candidate.shop().startSeconds());
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
