package dev.tocsin.sandbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.sandbox.SandboxClient.Answer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StripeEventsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final String PAID =
      "amount=4200&currency=eur&payment_method=pm_card_visa&confirm=true";

  private record Event(String signature, String body) {
    JsonNode json() {
      return Json.parse(body).orElseThrow();
    }
  }

  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger failuresLeft = new AtomicInteger();
  private HttpServer shop;
  private SandboxClient client;

  @BeforeEach
  void start() throws Exception {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/",
        exchange -> {
          var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          events.add(new Event(exchange.getRequestHeaders().getFirst("Stripe-Signature"), body));
          exchange.sendResponseHeaders(failuresLeft.getAndDecrement() > 0 ? 503 : 200, -1);
          exchange.close();
        });
    shop.start();
    client =
        new SandboxClient(
            Sandbox.start(
                SandboxOptions.ephemeral(), InstantSource.fixed(NOW), Duration.ofMillis(1)));
  }

  @AfterEach
  void stop() {
    client.close();
    shop.stop(0);
  }

  private JsonNode register(String enabledEvents) throws Exception {
    Answer answer =
        client.stripe(
            "POST",
            "webhook_endpoints",
            "url=http://127.0.0.1:%d/hook&%s"
                .formatted(shop.getAddress().getPort(), enabledEvents));
    assertEquals(200, answer.status(), answer.body());
    return answer.json();
  }

  private void awaitEvents(int count) {
    await().atMost(Duration.ofSeconds(10)).until(() -> events.size() >= count);
  }

  @Test
  void anEventIsSignedWithTheSecretOfItsEndpoint() throws Exception {
    JsonNode endpoint = register("enabled_events[]=*");
    client.stripe("POST", "payment_intents", PAID);
    awaitEvents(1);
    Event event = events.getFirst();
    assertEquals("payment_intent.succeeded", event.json().path("type").asText());
    assertEquals(4200, event.json().at("/data/object/amount").asLong());
    assertEquals(NOW.getEpochSecond(), event.json().path("created").asLong());
    assertEquals(
        EventCourier.signature(
            endpoint.path("secret").asText(), NOW.getEpochSecond(), event.body()),
        event.signature());
  }

  @Test
  void theSignatureIsTheKeyedHashOfTimeAndBody() {
    // Computed with openssl dgst -sha256 -hmac.
    assertEquals(
        "t=1,v1=03fae923ef16dfea9171f782f7c270edd9df5d28ec0d4a2510349629518ee002",
        EventCourier.signature("whsec_abc", 1, "{\"a\":1}"));
  }

  @Test
  void declinesAndRefundsAreEvents() throws Exception {
    register("enabled_events[]=payment_intent.payment_failed&enabled_events[]=charge.refunded");
    String payment = client.stripe("POST", "payment_intents", PAID).json().path("id").asText();
    client.stripe(
        "POST", "payment_intents", PAID.replace("pm_card_visa", "pm_card_chargeDeclined"));
    awaitEvents(1);
    client.stripe("POST", "refunds", "payment_intent=" + payment);
    awaitEvents(2);
    assertEquals("payment_intent.payment_failed", events.get(0).json().path("type").asText());
    assertEquals("charge.refunded", events.get(1).json().path("type").asText());
    assertTrue(events.get(1).json().at("/data/object/refunded").asBoolean());
  }

  @Test
  void anEventIsBroughtAgainUntilItIsTaken() throws Exception {
    register("enabled_events[]=*");
    failuresLeft.set(2);
    client.stripe("POST", "payment_intents", PAID);
    awaitEvents(3);
    assertEquals(events.get(0).body(), events.get(2).body());
  }

  @Test
  void anEventIsGivenUpAfterTheLastAttempt() throws Exception {
    register("enabled_events[]=*");
    failuresLeft.set(EventCourier.MAXIMUM_ATTEMPTS);
    client.stripe("POST", "payment_intents", PAID);
    awaitEvents(EventCourier.MAXIMUM_ATTEMPTS);
    client.stripe("POST", "payment_intents", PAID.replace("4200", "1"));
    awaitEvents(EventCourier.MAXIMUM_ATTEMPTS + 1);
    assertEquals(1, events.getLast().json().at("/data/object/amount").asLong());
  }

  @Test
  void onlyTheAnswerToTheRegistrationShowsTheSecret() throws Exception {
    JsonNode endpoint = register("enabled_events[0]=*");
    assertTrue(endpoint.path("secret").asText().startsWith("whsec_"));
    String id = endpoint.path("id").asText();
    assertFalse(client.stripe("GET", "webhook_endpoints/" + id, "").body().contains("whsec_"));
    assertFalse(client.stripe("GET", "webhook_endpoints", "").body().contains("whsec_"));
    assertTrue(
        client.stripe("DELETE", "webhook_endpoints/" + id, "").json().path("deleted").asBoolean());
    assertEquals(0, client.stripe("GET", "webhook_endpoints", "").json().path("data").size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.com/hook",
        "http://127.0.0.1.example.com/",
        "http://10.0.0.1/",
        "ftp://localhost/",
        "file:///etc/passwd",
        "http://localhost@example.com/",
        "::",
      })
  void eventsNeverLeaveThisMachine(String url) throws Exception {
    Answer answer =
        client.stripe(
            "POST",
            "webhook_endpoints",
            "enabled_events[]=*&url=" + URLEncoder.encode(url, StandardCharsets.UTF_8));
    assertEquals(400, answer.status());
    assertEquals("url_invalid", answer.json().at("/error/code").asText());
  }

  @Test
  void aWrongRegistrationIsRefused() throws Exception {
    String url = "url=http://localhost:1/";
    assertEquals(400, client.stripe("POST", "webhook_endpoints", url).status());
    assertEquals(
        400,
        client.stripe("POST", "webhook_endpoints", url + "&enabled_events[]=Nonsense").status());
    for (int i = 0; i < StripeEvents.MAXIMUM_ENDPOINTS; i++) {
      register("enabled_events[]=*");
    }
    Answer more = client.stripe("POST", "webhook_endpoints", url + "&enabled_events[]=*");
    assertEquals("resource_limit_reached", more.json().at("/error/code").asText());
  }
}
