package dev.tocsin.sdk.shutdown;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.process.ChildProcess;
import dev.tocsin.sdk.process.OtlpStub;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/// Real processes that end while they still have something to tell.
class EndingProcessTest {

  private static final int STATUS_OF_SIGTERM = 143;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final OtlpStub traces = new OtlpStub();

  EndingProcessTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/v1/events", this::take);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
    traces.close();
  }

  @Test
  void onSigtermTheOutboxTheAlertAndTheSpanGoOut() throws Exception {
    PGSimpleDataSource dataSource = (PGSimpleDataSource) TestDatabase.POSTGRESQL.create();
    String url =
        "jdbc:postgresql://localhost:%d/%s?user=postgres"
            .formatted(dataSource.getPortNumbers()[0], dataSource.getDatabaseName());
    try (ChildProcess process = start("serve", address(), url)) {
      await().atMost(PATIENCE).until(() -> !process.said("serving").isEmpty());
      process.terminate();
      assertEquals(STATUS_OF_SIGTERM, process.exitStatus(), process.output());
    }
    Database database = new Database(dataSource);
    List<String> received = new ArrayList<>();
    boolean taken =
        new JdbcQueue(database, "mail", OutboxOptions.defaults(), InstantSource.system())
            .poll((connection, event) -> received.add(event.payload()));
    assertTrue(taken);
    assertEquals(List.of("the last order"), received);
    assertTrue(bodies.toString().contains("shop.stock.unknown"), "delivered: " + bodies);
    assertEquals("last job", traces.spans().get(0).getName());
  }

  @Test
  void aRollbackExitsAfterItsAlertIsDelivered() throws Exception {
    try (ChildProcess process = start("roll-back", address(), "")) {
      assertEquals(1, process.exitStatus(), process.output());
    }
    assertTrue(bodies.toString().contains("deploy.smoke.failed"), "delivered: " + bodies);
    assertTrue(bodies.toString().contains("alert.raised"), "delivered: " + bodies);
    assertEquals("last job", traces.spans().get(0).getName());
  }

  @Test
  void withoutAServerTheAlertOfARollbackIsOnDisk() throws Exception {
    server.stop(0);
    try (ChildProcess process = start("roll-back", address(), "")) {
      assertEquals(1, process.exitStatus(), process.output());
    }
    assertTrue(spooled().contains("deploy.smoke.failed"), "on disk: " + spooled());
    assertEquals("last job", traces.spans().get(0).getName(), "nobody is kept waiting");
  }

  private ChildProcess start(String how, URI address, String databaseUrl) throws IOException {
    return ChildProcess.start(
        EndingMain.class,
        how,
        address.toString(),
        traces.endpoint().toString(),
        folder.toString(),
        databaseUrl);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private String spooled() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder.resolve("events"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      bodies.add(new String(body, StandardCharsets.UTF_8));
      byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }
}
