package dev.tocsin.sdk.ops;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.metrics.HttpMetrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves the ops surface on a port and threads of its own, so that probes are answered while the
/// application's workers are all busy, and so that the surface can be kept off the public network.
public final class OpsServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpsServer.class);
  private static final int THREADS = 4;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int MAX_WAITING = 64;
  private static final int MAX_CONNECTIONS_WAITING = 64;

  private final OpsSurface surface;
  private final @Nullable HttpMetrics metrics;
  private final HttpServer server;
  private final ExecutorService workers;

  /// Binds at once, so that a taken port is told at start.
  ///
  /// @throws UncheckedIOException when the address cannot be bound
  public OpsServer(OpsSurface surface, InetSocketAddress address) {
    this(surface, address, null);
  }

  /// As the other constructor.
  ///
  /// @param metrics records how long the probes' paths take, each under a route of its own
  public OpsServer(OpsSurface surface, InetSocketAddress address, @Nullable HttpMetrics metrics) {
    this.surface = surface;
    this.metrics = metrics;
    this.workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MAX_WAITING),
            OpsServer::thread);
    try {
      this.server = HttpServer.create(address, MAX_CONNECTIONS_WAITING);
    } catch (IOException e) {
      throw new UncheckedIOException("The ops server cannot listen on " + address, e);
    }
    server.setExecutor(workers);
    server.createContext("/", this::serve);
  }

  public void start() {
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      long began = System.nanoTime();
      OpsResponse answer = answer(exchange);
      send(exchange, answer);
      record(exchange, answer.status(), System.nanoTime() - began);
    }
  }

  private void record(HttpExchange exchange, int status, long nanos) {
    String path = exchange.getRequestURI().getPath();
    if (metrics != null && OpsSurface.HEALTH_PATHS.contains(path)) {
      double seconds = (double) nanos / NANOS_PER_SECOND;
      metrics.recordHttpRequest(exchange.getRequestMethod(), path, status, seconds);
    }
  }

  private OpsResponse answer(HttpExchange exchange) {
    try {
      return surface
          .answer(call(exchange))
          .orElseGet(() -> OpsResponse.text(404, "Nothing is served under this path.\n"));
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("{} failed", exchange.getRequestURI().getPath(), e);
      return OpsResponse.text(500, "This path failed; the application's log says why.\n");
    }
  }

  private static OpsCall call(HttpExchange exchange) {
    return new OpsCall(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getRawPath(),
        exchange.getRequestURI().getRawQuery(),
        exchange.getRequestHeaders()::getFirst,
        exchange.getRemoteAddress().getAddress().getHostAddress(),
        exchange.getRequestBody());
  }

  private static void send(HttpExchange exchange, OpsResponse answer) throws IOException {
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    answer.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    boolean bodiless = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tocsin-ops");
    thread.setDaemon(true);
    return thread;
  }
}
