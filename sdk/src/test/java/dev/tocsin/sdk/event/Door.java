package dev.tocsin.sdk.event;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A receiver that answers as it is told to and remembers what it took.
final class Door implements AutoCloseable {
  record Visit(String path, String authorization, String key, String body) {}

  final List<Visit> visits = new CopyOnWriteArrayList<>();
  final List<Visit> taken = new CopyOnWriteArrayList<>();
  volatile int status = 200;
  volatile String answer = "{}";
  volatile int refuseLargerThan = Integer.MAX_VALUE;
  private final HttpServer server;
  private final ExecutorService workers = Executors.newCachedThreadPool();

  Door() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Visit visit =
          new Visit(
              exchange.getRequestURI().getPath(),
              exchange.getRequestHeaders().getFirst("Authorization"),
              exchange.getRequestHeaders().getFirst("Idempotency-Key"),
              body);
      visits.add(visit);
      int told = body.length() > refuseLargerThan ? 413 : status;
      if (told == 200) {
        taken.add(visit);
      }
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(told, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  String takenText() {
    StringBuilder all = new StringBuilder();
    taken.forEach(visit -> all.append(visit.body()).append('\n'));
    return all.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
  }
}
