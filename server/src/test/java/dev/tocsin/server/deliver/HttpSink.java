package dev.tocsin.server.deliver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// A receiver that answers by a script, then with 200, and remembers what it got.
public final class HttpSink implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Answer> script = new ConcurrentLinkedQueue<>();
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private volatile String usual = "ok";
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param headers with lower-case names
  public record Received(String path, Map<String, String> headers, byte[] bytes) {
    public String body() {
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }

  record Answer(int status, Map<String, String> headers, String body, boolean hangs) {}

  public HttpSink() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create(
        "http://127.0.0.1:" + server.getAddress().getPort() + "/hooks/T0/secret-path");
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  public HttpSink then(int status, Map<String, String> headers, String body) {
    script.add(new Answer(status, headers, body, false));
    return this;
  }

  /// What it answers with 200 when the script is over.
  public HttpSink usually(String body) {
    usual = body;
    return this;
  }

  public HttpSink thenHang() {
    script.add(new Answer(200, Map.of(), "", true));
    return this;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      it -> it.getKey().toLowerCase(Locale.ROOT), it -> it.getValue().getFirst()));
      received.add(new Received(exchange.getRequestURI().getPath(), headers, body));
      var next = script.poll();
      var answer = next == null ? new Answer(200, Map.of(), usual, false) : next;
      if (answer.hangs()) {
        closed.await();
        return;
      }
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
