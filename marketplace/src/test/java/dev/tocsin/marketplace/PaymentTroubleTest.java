package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentTroubleTest {
  private static final String ERRORS = "payment_results_total{method=\"card\",outcome=\"error\"}";

  private static TestShop shop;

  @BeforeAll
  static void open() {
    shop = TestShop.start(Map.of());
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @AfterEach
  void heal() {
    shop.stripe().mode("ok");
  }

  @ParameterizedTest
  @ValueSource(strings = {"error", "rate_limit", "garbage", "hang", "late"})
  void anOrderWhosePaymentIsUncertainIsKeptAndChargedOnceLater(String mode) {
    shop.stripe().mode(mode);
    var errors = shop.metric(ERRORS);
    var visitor = shop.visitor();
    var answer = visitor.buy("pm_card_visa");
    assertEquals(202, answer.status());
    assertTrue(shop.metric(ERRORS) > errors, "an error is counted");
    var id = answer.data().path("id").asString();
    var page = visitor.get("/orders/" + id).body();
    assertTrue(page.contains("Your order is kept"), page);

    shop.stripe().mode("ok");
    shop.clock().advance(Duration.ofMinutes(1));
    await().until(() -> visitor.orderStatus(id).equals("PAID"));
    assertEquals(1, shop.stripe().chargesOf(id));
  }

  @Test
  void anAbsentProviderLooksLikeAnUncertainPayment() {
    var settings = Map.of("marketplace.payment.url", "http://127.0.0.1:1/stripe");
    try (var alone = TestShop.start(settings)) {
      assertEquals(202, alone.visitor().buy("pm_card_visa").status());
      assertEquals(200, alone.visitor().get("/health/ready").status(), "it still sells");
    }
  }

  @Test
  void aProcessingPaymentIsLookedUpAndNotSentAgain() {
    shop.stripe().mode("processing");
    var visitor = shop.visitor();
    var answer = visitor.buy("pm_card_visa");
    assertEquals(202, answer.status());
    var calls = shop.stripe().paymentCalls();
    shop.stripe().mode("ok");
    shop.clock().advance(Duration.ofMinutes(1));
    var id = answer.data().path("id").asString();
    await().until(() -> visitor.orderStatus(id).equals("PAID"));
    assertEquals(calls, shop.stripe().paymentCalls());
  }

  @Test
  void anOperatorRefundsAPaidOrderOnce() {
    var visitor = shop.visitor();
    var id = visitor.buy("pm_card_visa").data().path("id").asString();
    var path = "/admin/orders/" + id + "/refund.json";
    assertEquals(401, visitor.json("POST", path, "").status());
    var operator = shop.visitor().with("Authorization", "Bearer " + TestShop.ADMIN_TOKEN);
    assertEquals(200, operator.json("POST", path, "").status());
    assertEquals("REFUNDED", visitor.orderStatus(id));
    assertEquals(409, operator.json("POST", path, "").status());
    assertEquals(1, shop.metric("payment_stage_total{outcome=\"success\",stage=\"refund\"}"));
  }

  @Test
  void tellsOperatorsWhatIsStuck() {
    shop.stripe().mode("error");
    var id = shop.visitor().buy("pm_card_visa").data().path("id").asString();
    var stuck = "checkout_attempts_stuck{state=\"PAYMENT_INITIATED_CART_RECONCILING\"}";
    shop.clock().advance(Duration.ofMinutes(6));
    await().until(() -> shop.metric(stuck) >= 1);
    var operator = shop.visitor().with("Authorization", "Bearer " + TestShop.ADMIN_TOKEN);
    var report = operator.get("/admin/orders/checkout/report");
    assertEquals(200, report.status());
    assertTrue(report.body().contains(id));
    assertFalse(operator.get("/admin/orders/checkout/baseline").data().isEmpty());
    shop.stripe().mode("ok");
    shop.clock().advance(Duration.ofMinutes(1));
    await().until(() -> shop.metric(stuck) == 0);
  }
}
