package dev.tocsin.sdk.readiness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sdk.ops.OpsRequest;
import dev.tocsin.sdk.ops.OpsResponse;
import dev.tocsin.sdk.ops.Verdict;
import dev.tocsin.sdk.testkit.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second way for incidents counts only once a test message has gone through it.
class TestDeliveryTest {

  private static final OpsRequest ASKED = new OpsRequest(Map.of(), Map.of(), "", "operator");

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private final Map<String, String> webhook = new HashMap<>();
  private final HttpServer server;
  private volatile int status = 200;

  TestDeliveryTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          authorizations.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    webhook.put(
        IncidentTransport.SECONDARY_WEBHOOK,
        "http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    webhook.put(IncidentTransport.SECONDARY_TOKEN, "s3cret");
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void promotionIsBlockedUntilATestWasDeliveredAndAgainWhenThatIsLongAgo() {
    assertEquals(List.of(IncidentTransport.SECONDARY_WEBHOOK), blockedBy());
    status = 500;
    assertEquals(502, send().status());
    assertEquals(List.of(IncidentTransport.SECONDARY_WEBHOOK), blockedBy());

    status = 202;
    assertEquals(200, send().status());
    assertEquals(List.of("Bearer s3cret", "Bearer s3cret"), authorizations);
    assertEquals(List.of(), blockedBy());
    assertEquals(Verdict.GREEN, transport());

    clock.advance(Duration.ofDays(8));
    assertEquals(List.of(IncidentTransport.SECONDARY_WEBHOOK), blockedBy());
    assertTrue(readiness().verdict().content().toString().contains("recent=false"));
  }

  @Test
  void aWayThatIsNotThereCannotBeTried() {
    server.stop(0);
    assertEquals(502, send().status());
    webhook.remove(IncidentTransport.SECONDARY_TOKEN);
    OpsResponse answer = send();
    assertEquals(409, answer.status());
    assertTrue(answer.toString().contains(IncidentTransport.SECONDARY_TOKEN), answer.toString());
    assertFalse(answer.toString().contains("s3cret"));
  }

  private Verdict transport() {
    try {
      return readiness().transportBlock().collect().verdict();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private OpsResponse send() {
    return new TestDeliveryEndpoint(deliveries()).answer(ASKED);
  }

  private List<String> blockedBy() {
    return readiness().verdict().failures().stream().map(FailedKey::key).toList();
  }

  /// As a process does that starts anew.
  private TestDeliveries deliveries() {
    return new TestDeliveries(
        webhook::get, folder.resolve("tests.json"), TestDelivery.DEFAULT_MAX_AGE, clock);
  }

  /// With addresses that production may have.
  private ConfigReadiness readiness() {
    Map<String, String> values =
        Map.of(
            IncidentTransport.PRIMARY_WEBHOOK, "https://hooks.shop.io/1",
            IncidentTransport.PRIMARY_TOKEN, "t0ken-one",
            IncidentTransport.SECONDARY_WEBHOOK, "https://hooks.shop.io/2",
            IncidentTransport.SECONDARY_TOKEN, "t0ken-two");
    return new ConfigReadiness(
        new ConfigContract(true, List.of()),
        values::get,
        DeploymentEnvironment.of("production"),
        deliveries());
  }
}
