package dev.tocsin.sdk.dependency;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A provider that answers what it is told to and remembers what it was asked.
final class StandIn implements AutoCloseable {

  final AtomicReference<String> path = new AtomicReference<>("");
  final AtomicReference<Headers> headers = new AtomicReference<>(new Headers());
  final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;

  StandIn(int status, Map<String, String> answerHeaders, String body) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          path.set(exchange.getRequestURI().toString());
          headers.set(exchange.getRequestHeaders());
          answerHeaders.forEach(exchange.getResponseHeaders()::set);
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
