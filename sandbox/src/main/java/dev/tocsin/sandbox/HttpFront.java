package dev.tocsin.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The listener: reads requests within limits, lets the router answer, writes what it says.
final class HttpFront implements AutoCloseable {
  static final int MAXIMUM_BODY_BYTES = 1024 * 1024;

  private static final int BACKLOG = 128;
  private static final Logger LOG = System.getLogger(HttpFront.class.getName());

  private final HttpServer server;
  private final ExecutorService workers;
  private final Router router;

  /// @throws IOException if the port is taken
  HttpFront(int port, Router router) throws IOException {
    this.router = router;
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    this.workers =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sandbox-http-", 0).factory());
    server.setExecutor(workers);
    server.createContext("/", this::exchange);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void exchange(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<Response> response = answer(exchange);
      if (response.isPresent()) {
        write(exchange, response.get());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      // The JDK's server drops the connection without a word; the cause must be seen somewhere.
      LOG.log(Level.ERROR, "the sandbox failed on " + exchange.getRequestURI().getPath(), failure);
    }
  }

  private Optional<Response> answer(HttpExchange exchange)
      throws IOException, InterruptedException {
    byte[] body;
    try (InputStream stream = exchange.getRequestBody()) {
      body = stream.readNBytes(MAXIMUM_BODY_BYTES + 1);
      if (body.length > MAXIMUM_BODY_BYTES) {
        return Optional.of(
            ControlApi.error(413, List.of("the body is larger than 1 MiB"))
                .with("Connection", "close"));
      }
    }
    Optional<Form> query =
        Form.parse(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
    if (query.isEmpty()) {
      return Optional.of(ControlApi.error(400, List.of("the query cannot be read")));
    }
    var headers = new HashMap<String, String>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, joined(values)));
    return router.answer(
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            query.get().toMap(),
            headers,
            new String(body, StandardCharsets.UTF_8)));
  }

  private static String joined(List<String> values) {
    return String.join(", ", values);
  }

  private static void write(HttpExchange exchange, Response response) throws IOException {
    response.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    boolean bodiless = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
    exchange.sendResponseHeaders(response.status(), bodiless ? -1 : body.length);
    if (!bodiless) {
      try (OutputStream stream = exchange.getResponseBody()) {
        stream.write(body);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
