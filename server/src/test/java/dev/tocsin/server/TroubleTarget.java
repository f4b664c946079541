package dev.tocsin.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;

/// An application whose series `trouble{group, item}` is 1 while an item is in trouble.
final class TroubleTarget implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Integer> items = new ConcurrentSkipListMap<>();

  TroubleTarget() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/metrics", this::expose);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// @param group the label that groups its alerts
  void begin(String group, String item) {
    items.put("trouble{group=\"" + group + "\",item=\"" + item + "\"}", 1);
  }

  void end(String item) {
    items.replaceAll((series, value) -> series.contains("item=\"" + item + "\"") ? 0 : value);
  }

  void endAll() {
    items.replaceAll((_, _) -> 0);
  }

  private void expose(HttpExchange exchange) throws IOException {
    try (exchange) {
      var text = new StringBuilder("# TYPE trouble gauge\n");
      items.forEach((series, value) -> text.append(series).append(' ').append(value).append('\n'));
      var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
