package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookTest {
  private static final String SUCCEEDED = "payment_intent.succeeded";

  private static TestShop shop;

  @BeforeAll
  static void open() {
    shop = TestShop.start(Map.of());
    await().until(() -> shop.stripe().hasEndpoint());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @AfterEach
  void heal() {
    shop.stripe().mode("ok");
  }

  @Test
  void aForgedOrOldSignatureIsRefused() throws Exception {
    var body = event("evt_forged", SUCCEEDED, "ord_x");
    var now = shop.clock().instant().getEpochSecond();
    assertEquals(400, post(body, "t=" + now + ",v1=" + sign(now, body, "whsec_other")));
    var old = now - 3600;
    assertEquals(400, post(body, "t=" + old + ",v1=" + sign(old, body, StripeStandIn.SECRET)));
    assertEquals(400, post(body, "v1=nonsense"));
    assertEquals(400, post(body, ""));
    assertEquals(400, post(body + " ", "t=" + now + ",v1=" + signGenuine(now, body)));
  }

  @Test
  void aGenuineEventPaysTheOrderOnceHoweverOftenItComes() throws Exception {
    shop.stripe().mode("hang");
    var visitor = shop.visitor();
    var id = visitor.buy("pm_card_visa").data().path("id").asString();
    assertEquals("AWAITING_PAYMENT", visitor.orderStatus(id));
    var orders = shop.metric("orders_completed_total");
    var body = event("evt_paid1", SUCCEEDED, id);
    assertEquals(200, postGenuine(body));
    assertEquals(200, postGenuine(body));
    assertEquals(200, postGenuine(event("evt_paid2", SUCCEEDED, id)));
    await().until(() -> visitor.orderStatus(id).equals("PAID"));
    shop.stripe().mode("ok");
    shop.clock().advance(Duration.ofMinutes(1));
    var timed = "stripe_webhook_processing_seconds_count{event_type=\"" + SUCCEEDED + "\"}";
    await().until(() -> shop.metric(timed) >= 2);
    assertEquals(orders + 1, shop.metric("orders_completed_total"));
    assertEquals(0, shop.stripe().chargesOf(id), "the paid order is not charged again");
  }

  @Test
  void aRefundIsShown() throws Exception {
    var visitor = shop.visitor();
    var id = visitor.buy("pm_card_visa").data().path("id").asString();
    assertEquals(200, postGenuine(event("evt_refund", "charge.refunded", id)));
    await().until(() -> visitor.orderStatus(id).equals("REFUNDED"));
  }

  @Test
  void anUnknownEventIsAcceptedAndIgnored() throws Exception {
    var ignored = shop.metric("webhook_events_total{result=\"ignored\"}");
    assertEquals(200, postGenuine(event("evt_other", "customer.created", "ord_x")));
    assertEquals(ignored + 1, shop.metric("webhook_events_total{result=\"ignored\"}"));
  }

  @Test
  void anOversizedBodyIsRefused() {
    assertEquals(413, post("x".repeat(20_000), "t=1,v1=00"));
  }

  private static String event(String id, String type, String orderId) {
    return """
    {"id":"%s","type":"%s","data":{"object":%s}}\
    """
        .formatted(id, type, StripeStandIn.intentJson("pi_hook", "succeeded", orderId));
  }

  private static int postGenuine(String body) throws Exception {
    var now = shop.clock().instant().getEpochSecond();
    return post(body, "t=" + now + ",v1=" + signGenuine(now, body));
  }

  private static int post(String body, String signature) {
    return shop.visitor()
        .with("Stripe-Signature", signature)
        .json("POST", "/webhooks/stripe", body)
        .status();
  }

  private static String signGenuine(long seconds, String body) throws Exception {
    return sign(seconds, body, StripeStandIn.SECRET);
  }

  private static String sign(long seconds, String body, String secret) throws Exception {
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    var text = seconds + "." + body;
    return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }
}
