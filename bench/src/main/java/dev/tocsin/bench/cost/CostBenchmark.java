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
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;

/// Requests per second, processor time and garbage of each request, and the time to the first page:
/// a shop bare, with one JSON line for each request of its own, with the starter and everything on,
/// and with the OpenTelemetry Java agent. `wrk` loads them in turns, so that a disturbance hits all
/// of them; spans go to a sink here. What something costs over the bare shop is the median of the
/// differences within a round. Still, on a busy machine the processor time moves by several
/// microseconds: `jmh RequestBenchmark` tells the starter's own part apart.
public final class CostBenchmark {
  /// Rounds, unless told otherwise.
  public static final int USUAL_ROUNDS = 8;

  private static final int CONNECTIONS = 16;
  private static final int WARM_UP_SECONDS = 30;
  private static final int ROUND_SECONDS = 5;
  private static final String BARE = "bare";
  private static final String LOGGED = "bare, a line each";
  private static final String OURS = "tocsin";
  private static final String AGENT = "opentelemetry agent";
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
        for (var name : List.of(BARE, LOGGED, OURS, AGENT)) {
          var shop = new ShopProcess(command(name, sink), folder, name.replaceAll("\\W+", "-"));
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
    boolean isOurs = name.equals(OURS);
    var path = new ArrayList<String>();
    for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      var place = Path.of(entry).toAbsolutePath().toString();
      var file = String.valueOf(Path.of(entry).getFileName());
      if (file.startsWith("opentelemetry-javaagent")) {
        if (name.equals(AGENT)) {
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
    if (name.equals(LOGGED)) {
      command.add("--shop.access-line=true");
      command.add("--logging.structured.format.console=ecs");
    }
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
        "%-20s %10s %10s %12s %12s %12s %8s%n",
        "", "requests/s", "CPU, µs", "garbage, B", "+CPU, µs", "+garbage, B", "start, s");
    var bare = candidates.getFirst().measured();
    for (var candidate : candidates) {
      var own = candidate.measured();
      out.printf(
          "%-20s %10.0f %10.1f %12.0f %12.1f %12.0f %8.2f%n",
          candidate.name(),
          median(own, Round::perSecond),
          median(own, Round::processorMicros),
          median(own, Round::garbageBytes),
          medianOver(bare, own, Round::processorMicros),
          medianOver(bare, own, Round::garbageBytes),
          candidate.shop().startSeconds());
    }
  }

  private static double median(List<Round> rounds, ToDoubleFunction<Round> figure) {
    return median(rounds.stream().mapToDouble(figure).toArray());
  }

  private static double medianOver(
      List<Round> bare, List<Round> own, ToDoubleFunction<Round> figure) {
    double[] differences = new double[own.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = figure.applyAsDouble(own.get(i)) - figure.applyAsDouble(bare.get(i));
    }
    return median(differences);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
