package dev.tocsin.sdk.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

@SuppressWarnings("try")
class PropagationTest {

  private static final CorrelationIds IDS = new CorrelationIds("chain", "request");

  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1);
  private final ScheduledExecutorService propagating = Correlation.propagating(threads);

  @AfterEach
  void stop() {
    threads.shutdownNow();
    MDC.clear();
  }

  @Test
  void everyWayIntoAnExecutorKeepsTheIds() throws Exception {
    Callable<CorrelationIds> task = () -> Correlation.current().orElseThrow();
    try (Correlation.Scope scope = Correlation.open(IDS)) {
      assertEquals(IDS, propagating.submit(task).get());
      assertEquals(IDS, propagating.invokeAll(List.of(task)).get(0).get());
      assertEquals(IDS, propagating.invokeAny(List.of(task)));
      assertEquals(IDS, propagating.schedule(task, 0, TimeUnit.MILLISECONDS).get());
    }
    assertEquals(Optional.empty(), threads.submit(Correlation::current).get());
  }

  @Test
  void eachRunOfAPeriodicTaskThatNobodyAskedForHasIdsOfItsOwn() throws Exception {
    BlockingQueue<CorrelationIds> runs = new LinkedBlockingQueue<>();
    var unused =
        propagating.scheduleAtFixedRate(
            () -> runs.add(Correlation.current().orElseThrow()), 0, 1, TimeUnit.MILLISECONDS);

    assertNotEquals(runs.take().correlationId(), runs.take().correlationId());
  }

  @Test
  void userRouteAndSamplingGoAlongAndOtherKeysDoNot() throws Exception {
    try (Correlation.Scope scope = Correlation.open(IDS)) {
      MDC.put(LogContext.USER_KEY, "u-1");
      MDC.put("other", "x");
      assertEquals("u-1", propagating.submit(() -> MDC.get(LogContext.USER_KEY)).get());
      assertEquals(
          Optional.empty(), propagating.submit(() -> Optional.ofNullable(MDC.get("other"))).get());
    }
    assertEquals(Optional.empty(), Optional.ofNullable(MDC.get(LogContext.USER_KEY)));
  }

  @Test
  void stagesThatAForeignThreadCompletesKeepTheIdsOfTheBindingThread() {
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletableFuture<CorrelationIds> stage;
    try (Correlation.Scope scope = Correlation.open(IDS)) {
      stage =
          answer.thenApplyAsync(
              body -> Correlation.current().orElseThrow(), Correlation.binding(threads));
    }
    threads.execute(() -> answer.complete("done"));

    assertEquals(IDS, stage.join());
  }

  /// Clients can be closed since Java 21, on which the tests run.
  @Test
  void closingTheClientClosesTheOneInside() throws Exception {
    HttpClient inside = HttpClient.newHttpClient();
    ((AutoCloseable) Correlation.propagating(inside)).close();
    HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:1/")).build();
    IOException refused =
        assertThrows(
            IOException.class, () -> inside.send(request, HttpResponse.BodyHandlers.discarding()));
    assertTrue(String.valueOf(refused.getMessage()).contains("closed"), refused.toString());
  }

  @Test
  void theHttpClientSendsTheIdsWithEveryKindOfCall() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    HttpServer server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    server.createContext(
        "/",
        exchange -> {
          received.add(
              exchange.getRequestHeaders().getFirst("x-correlation-id")
                  + " "
                  + exchange.getRequestHeaders().getFirst("X-Request-ID"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      HttpClient client = Correlation.propagating(HttpClient.newHttpClient());
      URI address = URI.create("http://localhost:" + server.getAddress().getPort());
      HttpRequest request = HttpRequest.newBuilder(address).build();
      client.send(request, HttpResponse.BodyHandlers.discarding());
      assertEquals("null null", received.take());
      try (Correlation.Scope scope = Correlation.open(IDS)) {
        client.send(request, HttpResponse.BodyHandlers.discarding());
        assertEquals("chain request", received.take());
        client.sendAsync(request, HttpResponse.BodyHandlers.discarding()).join();
        assertEquals("chain request", received.take());
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aMessageContinuesItsChainAsARequestOfItsOwn() {
    Map<String, String> carried;
    try (Correlation.Scope scope = Correlation.open(IDS)) {
      carried = Correlation.headers();
    }
    CorrelationIds handled = CorrelationIds.fromCarrier(carried);

    assertEquals("chain", handled.correlationId());
    assertNotEquals("request", handled.requestId());
    byte[] bytes = "chain".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "chain", CorrelationIds.fromCarrier(Map.of("X-Correlation-ID", bytes)).correlationId());
  }

  @Test
  void aMessageWithoutIdsOrWithMalformedOnesBeginsAChain() {
    assertTrue(Correlation.headers().isEmpty());
    assertNotEquals("", CorrelationIds.fromCarrier(Map.of()).correlationId());
    String forged = "a\nb";
    assertNotEquals(
        forged, CorrelationIds.fromCarrier(Map.of("x-correlation-id", forged)).correlationId());
  }
}
