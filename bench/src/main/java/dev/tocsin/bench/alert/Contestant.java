package dev.tocsin.bench.alert;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that is measured: a process of its own, asked over HTTP.
final class Contestant implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String name;
  private final Process process;
  private final int port;
  private final String bearer;
  private final HttpClient client = HttpClient.newHttpClient();

  /// @param command what to run
  /// @param bearer sent as `Authorization`, unless empty
  record Plan(String name, List<String> command, int port, String readyPath, String bearer) {}

  private Contestant(Plan plan, Process process) {
    this.name = plan.name();
    this.process = process;
    this.port = plan.port();
    this.bearer = plan.bearer();
  }

  static Contestant start(Plan plan, Path log) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(plan.command())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    var contestant = new Contestant(plan, process);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!contestant.isReady(plan.readyPath())) {
      if (System.nanoTime() > deadline || !process.isAlive()) {
        contestant.close();
        throw new IOException(plan.name() + " did not start:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return contestant;
  }

  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  String name() {
    return name;
  }

  int port() {
    return port;
  }

  private boolean isReady(String path) throws InterruptedException {
    try {
      var answer = client.send(request(path).GET().build(), HttpResponse.BodyHandlers.discarding());
      return answer.statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private HttpRequest.Builder request(String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).timeout(PATIENCE);
    return bearer.isEmpty() ? request : request.header("Authorization", bearer);
  }

  /// Posts alerts in the JSON of Alertmanager's API.
  ///
  /// @throws IOException unless they were accepted
  void post(String alerts) throws IOException, InterruptedException {
    var request =
        request("/api/v2/alerts")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(alerts))
            .build();
    var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(name + " answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  /// A figure of the process in megabytes, such as `VmRSS` and `VmHWM`; NaN where nobody tells.
  double megabytes(String figure) throws IOException {
    var status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(figure + ":"))
        .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024.0)
        .findFirst()
        .orElse(Double.NaN);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.close();
  }
}
