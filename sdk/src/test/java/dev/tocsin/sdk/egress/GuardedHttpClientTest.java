package dev.tocsin.sdk.egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.egress.BlockedDestinationException.Reason;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.testkit.LogCapture;
import dev.tocsin.sdk.testkit.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardedHttpClientTest {

  private static final InetAddress PUBLIC = loopback(1);
  private static final InetAddress PRIVATE = loopback(2);

  private final Telemetry telemetry = new Telemetry();
  private final List<String> received = new CopyOnWriteArrayList<>();
  private final List<String> lookedUp = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private final LogCapture log = new LogCapture(GuardedHttpClient.class.getName());
  private HttpServer server;
  private GuardedHttpClient client;

  private static InetAddress loopback(int last) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// `rebinding.example` is public when it is first looked up and private from then on.
  private InetAddress[] lookUp(String host) {
    lookedUp.add(host);
    boolean again = lookedUp.stream().filter(host::equals).count() > 1;
    boolean inside = host.equals("inside.example") || (host.equals("rebinding.example") && again);
    return new InetAddress[] {inside ? PRIVATE : PUBLIC};
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
    DestinationRules rules =
        new DestinationRules(
            AllowedHosts.parse(
                "HOSTS", "hooks.example,other.example,inside.example,rebinding.example"),
            Set.of("http"),
            List.of(AddressRange.parse("127.0.0.1")));
    client =
        new GuardedHttpClient(
            new DestinationGuard(rules, this::lookUp), Duration.ofMillis(500), telemetry);
  }

  @AfterEach
  void stop() throws IOException {
    log.close();
    release.countDown();
    client.close();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    received.add(
        exchange.getLocalAddress().getAddress().getHostAddress()
            + path
            + " "
            + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    if (path.startsWith("/to/")) {
      exchange
          .getResponseHeaders()
          .add("Location", "http://" + path.substring(4) + ":" + port() + "/in");
      exchange.sendResponseHeaders(307, -1);
    } else if (path.equals("/loop")) {
      exchange.getResponseHeaders().add("Location", "/loop");
      exchange.sendResponseHeaders(308, -1);
    } else if (path.equals("/drip")) {
      drip(exchange);
    } else {
      exchange.getResponseHeaders().add("Connection", "close");
      exchange.sendResponseHeaders(path.equals("/broken") ? 500 : 200, 2);
      exchange.getResponseBody().write("ok".getBytes(StandardCharsets.UTF_8));
    }
    exchange.close();
  }

  /// Sends a byte now and then, so that no single read is ever late.
  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    try {
      while (!release.await(100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
        exchange.getResponseBody().write('.');
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private OutgoingAnswer post(String host, String path) throws IOException {
    return client.post(
        new OutgoingCall(
            URI.create("http://" + host + ":" + port() + path),
            "application/json",
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of("Authorization", "Bearer s3cret")));
  }

  private Reason blocked(String host, String path) {
    return assertThrows(BlockedDestinationException.class, () -> post(host, path)).reason();
  }

  private List<String> counted() {
    return Samples.of(telemetry, "export_webhook_requests_total{").stream()
        .filter(line -> !line.endsWith(" 0.0"))
        .toList();
  }

  /// The example of the documentation.
  @Test
  void anAllowedHostIsCalledAndAnyOtherIsBlockedLoggedAndCounted() throws IOException {
    assertEquals(new OutgoingAnswer(200, "ok"), post("hooks.example", "/in"));
    assertEquals(List.of("127.0.0.1/in {} Bearer s3cret"), received);

    assertEquals(Reason.HOST, blocked("evil.example", "/secret-path"));
    assertEquals(List.of("hooks.example"), lookedUp);
    assertEquals(
        List.of(
            "export_webhook_requests_total{outcome=\"blocked\"} 1.0",
            "export_webhook_requests_total{outcome=\"sent\"} 1.0"),
        counted());
    assertEquals(1, log.lines().size());
    assertTrue(log.lines().get(0).contains("export_webhook_blocked"), log.lines().get(0));
    assertFalse(log.lines().get(0).contains("secret"), log.lines().get(0));
  }

  @Test
  void aNameThatLeadsInsideIsNeverConnectedTo() {
    assertEquals(Reason.ADDRESS, blocked("inside.example", "/in"));
    assertEquals(List.of(), received);
  }

  @Test
  void theConnectionGoesToTheAddressThatWasChecked() throws IOException {
    assertEquals(200, post("rebinding.example", "/in").status());
    assertEquals(List.of("rebinding.example"), lookedUp);
    assertEquals(List.of("127.0.0.1/in {} Bearer s3cret"), received);

    assertEquals(Reason.ADDRESS, blocked("rebinding.example", "/in"));
    assertEquals(1, received.size());
  }

  @Test
  void redirectsAreCheckedAnewAndTakeNoSecretsAlong() throws IOException {
    assertEquals(200, post("hooks.example", "/to/other.example").status());
    assertEquals(
        List.of("127.0.0.1/to/other.example {} Bearer s3cret", "127.0.0.1/in {} null"), received);
    assertEquals(Reason.HOST, blocked("hooks.example", "/to/evil.example"));
    assertEquals(Reason.ADDRESS, blocked("hooks.example", "/to/inside.example"));
    assertEquals(Reason.REDIRECT, blocked("hooks.example", "/loop"));
    assertTrue(received.stream().noneMatch(line -> line.startsWith("127.0.0.2")));
  }

  @Test
  void aDestinationThatRefusesOrCannotBeReachedIsAFailure() throws IOException {
    assertEquals(500, post("hooks.example", "/broken").status());
    server.stop(0);
    assertThrows(IOException.class, () -> post("hooks.example", "/in"));
    assertEquals(
        List.of(
            "export_webhook_requests_total{outcome=\"failed\"} 1.0",
            "export_webhook_requests_total{outcome=\"refused\"} 1.0"),
        counted());
    assertTrue(log.lines().stream().allMatch(line -> line.contains("export_webhook_failed")));
    assertEquals(2, log.lines().size());
  }

  @Test
  void anAnswerThatTricklesForEverIsCutOff() {
    assertThrows(IOException.class, () -> post("hooks.example", "/drip"));
    assertEquals(List.of("export_webhook_requests_total{outcome=\"failed\"} 1.0"), counted());
  }
}
