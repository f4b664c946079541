package dev.tocsin.sdk.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/// Takes envelopes as Sentry does: lines of JSON, gzipped; an item's header comes before its
/// payload.
public final class SentryStub implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<String> envelopes = new CopyOnWriteArrayList<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();

  public SentryStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/7/envelope/", this::take);
    server.start();
  }

  public String dsn() {
    return "http://public@localhost:" + server.getAddress().getPort() + "/7";
  }

  public List<JsonNode> events() {
    return events;
  }

  /// Everything that arrived, as text.
  public String everything() {
    return String.join("\n", envelopes);
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream raw = exchange.getRequestBody();
        InputStream body = zipped ? new GZIPInputStream(raw) : raw) {
      String envelope = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      envelopes.add(envelope);
      List<String> lines = envelope.lines().toList();
      for (int i = 1; i + 1 < lines.size(); i += 2) {
        if ("event".equals(JSON.readTree(lines.get(i)).path("type").asText())) {
          events.add(JSON.readTree(lines.get(i + 1)));
        }
      }
    }
    byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
