package dev.tocsin.bench.cost;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A shop in a process of its own.
final class ShopProcess implements AutoCloseable {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(90);
  private static final long TICKS_PER_SECOND = 100;

  private final Process process;
  private final int port;
  private final double startSeconds;
  private final HttpClient client = HttpClient.newHttpClient();

  /// Starts it and waits for its first page.
  ///
  /// @param command everything but the arguments of the application
  ShopProcess(List<String> command, Path folder, String name)
      throws IOException, InterruptedException {
    port = freePort();
    var whole = new ArrayList<>(command);
    whole.add("--server.port=" + port);
    whole.add("--spring.main.banner-mode=off");
    var log = folder.resolve(name + ".log");
    long begin = System.nanoTime();
    process =
        new ProcessBuilder(whole)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() - begin > PATIENCE_NANOS) {
        throw new IOException(name + " did not start:\n" + Files.readString(log));
      }
    }
    startSeconds = (System.nanoTime() - begin) / 1e9;
  }

  double startSeconds() {
    return startSeconds;
  }

  String page() {
    return "http://127.0.0.1:" + port + "/products/7";
  }

  long allocatedBytes() throws IOException, InterruptedException {
    return Long.parseLong(get("/allocated"));
  }

  /// Processor time of the whole process so far, with what its garbage collector and compiler used.
  double processorSeconds() throws IOException {
    var stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) TICKS_PER_SECOND;
  }

  private boolean answers() throws InterruptedException {
    try {
      get("/products/1");
      return true;
    } catch (IOException e) {
      TimeUnit.MILLISECONDS.sleep(5);
      return false;
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    var response = client.send(request, BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(path + " answered " + response.statusCode());
    }
    return response.body();
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    client.close();
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
