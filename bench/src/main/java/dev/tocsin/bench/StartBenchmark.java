package dev.tocsin.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// From the start of the process to the first answer with 200, and the resident memory when the
/// server has settled; with and without the cache of loaded classes, and Prometheus beside it when
/// it is installed. Each run has a new data folder. Runs of all candidates take turns, so that a
/// disturbance hits all of them.
final class StartBenchmark {
  static final int USUAL_RUNS = 5;

  private static final long SETTLE_SECONDS = 5;
  private static final int ANSWER_MILLIS = 2_000;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Path home;
  private final int runs;
  private final String java = ProcessHandle.current().info().command().orElse("java");

  /// What is started and where it says that it is there.
  private record Candidate(String name, List<String> command, String readyPath) {}

  private record Figures(double startSeconds, double residentMegabytes) {}

  StartBenchmark(Path home, int runs) {
    this.home = home.toAbsolutePath().normalize();
    this.runs = runs;
  }

  void print(PrintStream out) throws IOException, InterruptedException {
    var work = Files.createTempDirectory("tocsin-bench");
    try {
      var cache = train(work);
      var candidates = new ArrayList<>(List.of(server(cache), server("")));
      candidates.set(0, named(candidates.get(0), "tocsin, with cache"));
      candidates.set(1, named(candidates.get(1), "tocsin, without cache"));
      if (onPath("prometheus")) {
        candidates.add(prometheus());
      }
      var results = new ArrayList<List<Figures>>();
      candidates.forEach(_ -> results.add(new ArrayList<>()));
      for (int run = 0; run < runs; run++) {
        for (int i = 0; i < candidates.size(); i++) {
          results.get(i).add(measure(candidates.get(i), Files.createTempDirectory(work, "run")));
        }
      }
      table(out, candidates, results);
    } finally {
      remove(work);
    }
  }

  private static Candidate named(Candidate candidate, String name) {
    return new Candidate(name, candidate.command(), candidate.readyPath());
  }

  private Candidate server(String cache) {
    var command = new ArrayList<String>();
    command.add(java);
    command.add("@" + home.resolve("cli/jvm.options"));
    if (!cache.isEmpty()) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.addAll(List.of("-cp", classPath(), "dev.tocsin.server.Main", "--config", "@config"));
    return new Candidate("", command, "/health/live");
  }

  private static Candidate prometheus() {
    return new Candidate(
        "prometheus",
        List.of(
            "prometheus",
            "--config.file=@prometheus",
            "--storage.tsdb.path=@data",
            "--web.listen-address=127.0.0.1:@port"),
        "/-/ready");
  }

  private String train(Path work) throws IOException, InterruptedException {
    var cache = work.resolve("server.aot");
    var command = new ArrayList<String>();
    command.add(java);
    command.add("@" + home.resolve("cli/jvm.options"));
    command.add("-XX:AOTCacheOutput=" + cache);
    command.addAll(List.of("-cp", classPath(), "dev.tocsin.server.Main", "--train"));
    var log = work.resolve("training.log").toFile();
    var training =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    if (training.waitFor() != 0) {
      throw new IOException("the training run failed:\n" + Files.readString(log.toPath()));
    }
    return cache.toString();
  }

  private Figures measure(Candidate candidate, Path folder)
      throws IOException, InterruptedException {
    int port = freePort();
    var config = folder.resolve("tocsin.yml");
    Files.writeString(
        config, "server: {port: %d}\ndata: {folder: %s/data}\n".formatted(port, folder));
    var prometheus = folder.resolve("prometheus.yml");
    Files.writeString(prometheus, "global: {scrape_interval: 15s}\n");
    var command =
        candidate.command().stream()
            .map(it -> it.replace("@config", config.toString()))
            .map(it -> it.replace("@prometheus", prometheus.toString()))
            .map(it -> it.replace("@data", folder.resolve("data").toString()))
            .map(it -> it.replace("@port", Integer.toString(port)))
            .toList();
    long start = System.nanoTime();
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      while (!answers(port, candidate.readyPath())) {
        if (System.nanoTime() - start > PATIENCE_NANOS || !process.isAlive()) {
          throw new IOException(
              candidate.name() + " did not start:\n" + Files.readString(folder.resolve("log")));
        }
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      return new Figures(seconds, residentMegabytes(process));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  /// Asks over a plain socket: an HTTP client would take a good part of a processor from the
  /// process that it waits for.
  private static boolean answers(int port, String path) throws InterruptedException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(ANSWER_MILLIS);
      var request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return answer.equals("HTTP/1.1 200");
    } catch (IOException e) {
      TimeUnit.MILLISECONDS.sleep(5);
      return false;
    }
  }

  private static double residentMegabytes(Process process) throws IOException {
    var status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    for (var line : Files.readAllLines(status)) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return Double.NaN;
  }

  private void table(PrintStream out, List<Candidate> candidates, List<List<Figures>> results) {
    out.printf("%d runs each, in turns; median (least to most)%n", runs);
    out.printf("%-24s %-28s %-28s%n", "", "start to first 200, s", "resident memory, MB");
    for (int i = 0; i < candidates.size(); i++) {
      var starts = results.get(i).stream().mapToDouble(Figures::startSeconds).toArray();
      var memory = results.get(i).stream().mapToDouble(Figures::residentMegabytes).toArray();
      out.printf(
          "%-24s %-28s %-28s%n",
          candidates.get(i).name(), spread(starts, "%.2f"), spread(memory, "%.0f"));
    }
  }

  private static String spread(double[] values, String format) {
    Arrays.sort(values);
    return (format + " (" + format + " to " + format + ")")
        .formatted(values[values.length / 2], values[0], values[values.length - 1]);
  }

  private String classPath() {
    var target = home.resolve("cli/target");
    var entries = new ArrayList<>(jars(target));
    entries.addAll(jars(target.resolve("lib")));
    return String.join(File.pathSeparator, entries);
  }

  private static List<String> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.map(Path::toString).filter(it -> it.endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("build first: ./tocsin build", e);
    }
  }

  private static boolean onPath(String program) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
