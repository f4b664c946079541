package dev.tocsin.sdk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IndicatorTest {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  @ParameterizedTest
  @CsvSource({"90, 90, UP", "110, 90, UP", "90, 110, UP", "110, 110, DOWN"})
  void memoryIsDownOnlyWhenACollectionDidNotHelp(
      long used, long afterCollection, HealthStatus expected) {
    MemoryIndicator memory = new MemoryIndicator(100, () -> used, () -> afterCollection);

    assertEquals(expected, memory.check().status());
  }

  @Test
  void memoryOfThisProcessIsWithinItsMaximum() {
    HealthOutcome outcome = MemoryIndicator.ofMaxHeap(1.0).check();

    assertEquals(HealthStatus.UP, outcome.status());
    assertTrue((long) outcome.details().get("usedBytes") > 0);
    assertThrows(IllegalArgumentException.class, () -> MemoryIndicator.ofMaxHeap(95));
  }

  @Test
  void databaseThatAnswersIsUp() throws SQLException {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:indicator");
    DatabaseIndicator indicator = new DatabaseIndicator("database", dataSource, TIMEOUT);

    assertEquals(HealthStatus.UP, indicator.check().status());
    assertEquals("H2", indicator.check().details().get("product"));
  }

  @Test
  void databaseThatIsNotThereThrows() {
    JdbcDataSource dataSource = new JdbcDataSource();
    dataSource.setURL("jdbc:h2:mem:absent;IFEXISTS=TRUE");
    DatabaseIndicator indicator = new DatabaseIndicator("database", dataSource, TIMEOUT);

    assertThrows(SQLException.class, indicator::check);
  }

  @ParameterizedTest
  @CsvSource({"200, UP", "302, UP", "404, DOWN", "503, DOWN"})
  void httpServiceIsJudgedByItsStatus(int status, HealthStatus expected) throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/ping");
      HttpIndicator indicator = new HttpIndicator("tax", Criticality.DEGRADING, url, TIMEOUT);

      assertEquals(expected, indicator.check().status());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void tcpServiceIsUpWhileItListens() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
      assertEquals(HealthStatus.UP, tcp(port).check().status());
    }
    assertThrows(IOException.class, () -> tcp(port).check());
  }

  @Test
  void redisIsAskedWithItsCredentials() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> heard =
          CompletableFuture.supplyAsync(
              () -> answer(server, "+OK\r\n+PONG\r\n" + "-NOPERM\r\n".repeat(4)));
      HealthOutcome outcome =
          RedisIndicator.of("redis://shop:secret@localhost:" + server.getLocalPort()).check();

      assertEquals(HealthStatus.UP, outcome.status());
      assertTrue(
          heard
              .join()
              .startsWith("*3\r\n$4\r\nAUTH\r\n$4\r\nshop\r\n$6\r\nsecret\r\n*1\r\n$4\r\nPING"));
    }
  }

  @Test
  void redisThatIsStillLoadingIsDown() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture<String> heard =
          CompletableFuture.supplyAsync(() -> answer(server, "-LOADING dataset\r\n"));
      HealthOutcome outcome =
          RedisIndicator.of("redis://localhost:" + server.getLocalPort()).check();

      assertEquals(HealthStatus.DOWN, outcome.status());
      assertTrue(outcome.reason().contains("LOADING"));
      assertTrue(heard.join().contains("PING"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost:6379", "http://x", "redis://", "re dis://:topsecret@x"})
  void redisAddressesThatCannotWorkAreRefusedWithoutBeingPrinted(String url) {
    IllegalArgumentException failure =
        assertThrows(IllegalArgumentException.class, () -> RedisIndicator.of(url));
    assertFalse(failure.getMessage().contains("topsecret"));
  }

  private static TcpIndicator tcp(int port) {
    return new TcpIndicator("mail", Criticality.CRITICAL, "localhost", port, TIMEOUT);
  }

  /// Answers one connection and returns what the client said until it hung up.
  private static String answer(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
