package dev.tocsin.bench.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/// A receiver of webhooks that notes when it first hears of each alert, by the alert's label `id`.
/// Both our webhook and Alertmanager's have `alerts` with `labels`.
final class AlertHook implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, Long> firstNanos = new ConcurrentHashMap<>();
  private final LongAdder messages = new LongAdder();
  private volatile boolean fails;

  AlertHook() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::receive);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
  }

  /// From now on it answers 500, or takes everything again.
  void failing(boolean now) {
    fails = now;
  }

  private void receive(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      if (fails) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      long now = System.nanoTime();
      messages.increment();
      for (var alert : JSON.readTree(body).path("alerts")) {
        firstNanos.putIfAbsent(alert.path("labels").path("id").asText(), now);
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  long messages() {
    return messages.sum();
  }

  boolean has(String id) {
    return firstNanos.containsKey(id);
  }

  /// When it first heard of an alert, on the clock of [System#nanoTime()].
  long firstNanos(String id) {
    return firstNanos.getOrDefault(id, Long.MAX_VALUE);
  }

  int distinct() {
    return firstNanos.size();
  }

  /// When each alert came, in their order.
  List<Long> arrivals() {
    var sorted = new ArrayList<>(firstNanos.values());
    sorted.sort(null);
    return sorted;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
