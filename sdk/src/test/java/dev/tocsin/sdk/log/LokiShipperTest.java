package dev.tocsin.sdk.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.metrics.Telemetry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LokiShipperTest {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration NO_PAUSE = Duration.ofMillis(1);

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(204);
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch slow = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final LogCounts counts = new LogCounts();
  private volatile boolean holding;
  private HttpServer loki;

  @BeforeEach
  void start() throws IOException {
    loki = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
    loki.setExecutor(threads);
    loki.createContext(
        "/loki/api/v1/push",
        exchange -> {
          requests.incrementAndGet();
          JsonNode body = MAPPER.readTree(exchange.getRequestBody());
          authorizations.add(
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          try {
            if (holding) {
              slow.await();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          if (status.get() / 100 == 2) {
            received.add(body);
          }
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    loki.start();
  }

  @AfterEach
  void stop() {
    slow.countDown();
    loki.stop(0);
    threads.shutdownNow();
  }

  @Test
  void linesArriveInBatchesWithTheirTimesAndLabels() {
    LokiShipper shipper = shipper(address(), 1000, Duration.ofSeconds(5));
    shipper.offer(Instant.ofEpochSecond(7, 5), "info", "{\"message\":\"a\"}");
    shipper.offer(Instant.ofEpochSecond(8), "error", "{\"message\":\"b\"}");
    shipper.close();

    assertEquals(List.of("{\"message\":\"a\"}", "{\"message\":\"b\"}"), lines());
    JsonNode stream = received.get(0).at("/streams/0");
    assertEquals("shop", stream.at("/stream/service").asText());
    assertEquals("info", stream.at("/stream/level").asText());
    assertEquals("7000000005", stream.at("/values/0/0").asText());
    assertEquals(0, counts.totalDropped());
  }

  @Test
  void aSlowLokiBlocksNobodyAndWhatFindsNoRoomIsCounted() {
    holding = true;
    LokiShipper shipper = shipper(address(), 100, Duration.ofSeconds(30));
    shipper.offer(Instant.EPOCH, "info", "first");
    Awaitility.await().until(() -> requests.get() == 1);
    for (int i = 0; i < 1000; i++) {
      shipper.offer(Instant.EPOCH, "info", "line " + i);
    }
    assertEquals(900, counts.totalDropped());

    holding = false;
    slow.countDown();
    Awaitility.await().until(() -> lines().size() == 101);
    shipper.close();
    assertEquals(900, counts.totalDropped());
  }

  @Test
  void aLokiThatIsDownLosesLinesOnlyAfterTheLastAttemptAndTheyAreCounted() throws IOException {
    int unusedPort;
    try (ServerSocket socket = new ServerSocket(0)) {
      unusedPort = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + unusedPort);
    LokiShipper shipper = shipper(nobody, 1000, Duration.ofSeconds(1));
    offer(shipper, 10);

    Awaitility.await().until(() -> counts.totalDropped() == 10);
    shipper.close();
    Telemetry telemetry = new Telemetry();
    counts.publish(telemetry);
    String metrics = telemetry.scrape(null).body();
    assertTrue(metrics.contains("\nlog_lines_dropped_total 10.0"), metrics);
    assertTrue(metrics.contains("telemetry_dropped_total{sink=\"loki\"} 10.0"), metrics);
  }

  @Test
  void aLokiThatIsBusyIsAskedAgainAndNothingIsLost() {
    status.set(429);
    LokiShipper shipper =
        new LokiShipper(
            new LokiOptions(address(), Map.of(), null, 1000, Duration.ofSeconds(5)),
            counts,
            Duration.ofMillis(200));
    offer(shipper, 3);
    Awaitility.await().until(() -> requests.get() >= 2);
    status.set(204);
    Awaitility.await().until(() -> lines().size() == 3);
    shipper.close();

    assertEquals(0, counts.totalDropped());
  }

  @Test
  void aBatchThatLokiRefusesIsNotSentAgain() {
    status.set(400);
    LokiShipper shipper = shipper(address(), 1000, Duration.ofSeconds(5));
    shipper.offer(Instant.EPOCH, "info", "line");
    Awaitility.await().until(() -> counts.totalDropped() == 1);
    shipper.close();

    assertEquals(1, requests.get());
  }

  @Test
  void everyLineIsEitherShippedOrCounted() {
    status.set(503);
    LokiShipper shipper = shipper(address(), 50, Duration.ofSeconds(2));
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread writer = new Thread(() -> offer(shipper, 500));
      writer.start();
      writers.add(writer);
    }
    Awaitility.await().until(() -> requests.get() >= 3);
    status.set(204);
    Awaitility.await().until(() -> writers.stream().noneMatch(Thread::isAlive));
    shipper.close();

    Awaitility.await()
        .untilAsserted(() -> assertEquals(2000, lines().size() + counts.totalDropped()));
  }

  @Test
  void credentialsInTheAddressAreSentAndNotPrinted() {
    URI secret = URI.create("http://me:s3cret@localhost:" + loki.getAddress().getPort() + "/");
    LokiShipper shipper = shipper(secret, 10, Duration.ofSeconds(5));
    shipper.offer(Instant.EPOCH, "info", "line");
    shipper.close();

    assertEquals(List.of("Basic bWU6czNjcmV0"), authorizations);
    LokiOptions options =
        new LokiOptions(secret, Map.of(), "t0ken", 10, LokiOptions.DEFAULT_TIMEOUT);
    assertEquals("LokiOptions[host=localhost, labels={}]", options.toString());
    assertThrows(
        IllegalArgumentException.class,
        () -> new LokiOptions(URI.create("loki:3100"), Map.of(), null, 1, Duration.ofSeconds(1)));
  }

  private void offer(LokiShipper shipper, int lines) {
    for (int i = 0; i < lines; i++) {
      shipper.offer(Instant.EPOCH, "info", "line " + i);
    }
  }

  private List<String> lines() {
    return received.stream()
        .flatMap(body -> body.findValues("values").stream())
        .flatMap(
            values -> {
              List<String> lines = new ArrayList<>();
              values.forEach(value -> lines.add(value.get(1).asText()));
              return lines.stream();
            })
        .toList();
  }

  private URI address() {
    return URI.create("http://localhost:" + loki.getAddress().getPort());
  }

  private LokiShipper shipper(URI address, int maxBuffered, Duration timeout) {
    return new LokiShipper(
        new LokiOptions(address, Map.of("service", "shop"), null, maxBuffered, timeout),
        counts,
        NO_PAUSE);
  }
}
