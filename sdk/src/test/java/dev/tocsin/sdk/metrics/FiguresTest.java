package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FiguresTest {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T10:00:30Z"));
  private final Telemetry telemetry = new Telemetry();
  private final ApplicationMetrics metrics = new ApplicationMetrics(telemetry, now::get);

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void currenciesAreNeverAdded() {
    metrics.recordOrder(10, "EUR");
    metrics.recordOrder(30, "eur");
    metrics.recordOrder(1000, "JPY");
    metrics.recordOrder(5, "gold");

    Map<String, Object> figures = metrics.orders().figures();
    assertEquals(4.0, figures.get("ordersCompleted"));
    assertEquals(
        Map.of(
            "currency", "EUR",
            "orders", 2L,
            "revenue", 40.0,
            "averageOrderValue", 20.0,
            "ordersLastHour", 2.0,
            "revenueLastHour", 40.0,
            "averageOrderValueLastHour", 20.0),
        currency("EUR"));
    assertEquals(1000.0, currency("JPY").get("revenue"));
    assertEquals(5.0, currency("other").get("revenue"));
  }

  @Test
  void theLastHourForgetsWhatIsOlder() {
    metrics.recordOrder(10, "EUR");
    pass(Duration.ofMinutes(59));
    metrics.recordOrder(20, "EUR");
    assertEquals(2.0, metrics.orders().figures().get("ordersLastHour"));

    pass(Duration.ofMinutes(1));
    assertEquals(1.0, metrics.orders().figures().get("ordersLastHour"));
    assertEquals(20.0, currency("EUR").get("revenueLastHour"));

    pass(Duration.ofHours(5));
    assertEquals(0.0, metrics.orders().figures().get("ordersLastHour"));
    assertNull(currency("EUR").get("averageOrderValueLastHour"));
    assertEquals(30.0, currency("EUR").get("revenue"));
  }

  @Test
  void anAmountThatIsNoneSpoilsNoSum() {
    metrics.recordOrder(Double.NaN, "EUR");
    metrics.recordOrder(-5, "EUR");
    metrics.recordOrder(5, "EUR");

    assertEquals(5.0, currency("EUR").get("revenueLastHour"));
    assertEquals(5.0, currency("EUR").get("revenue"));
  }

  @Test
  void paymentsAreSplitByMethodReasonAndStage() {
    PaymentMetrics payments = metrics.payments();
    for (int i = 0; i < 4; i++) {
      payments.recordAttempt("card");
    }
    payments.recordResult("card", PaymentOutcome.SUCCESS);
    payments.recordResult("card", PaymentOutcome.SUCCESS);
    payments.recordResult("card", PaymentOutcome.SUCCESS);
    payments.recordFailure("card", PaymentOutcome.DECLINED, PaymentFailure.INSUFFICIENT_FUNDS);
    payments.recordStage(PaymentStage.AUTHORIZATION, PaymentOutcome.SUCCESS);
    payments.setAuthorizedUncaptured(7, Duration.ofHours(2));
    payments.recordRefund(12.5, "EUR", RefundKind.PARTIAL);

    Map<String, Object> figures = payments.figures();
    assertEquals(
        List.of(
            Map.of(
                "method",
                "card",
                "attempts",
                4.0,
                "success",
                3.0,
                "declined",
                1.0,
                "error",
                0.0,
                "timeout",
                0.0,
                "successRate",
                0.75)),
        figures.get("methods"));
    assertEquals(Map.of("insufficient_funds", 1.0), figures.get("failureReasons"));
    assertEquals(7.0, figures.get("authorizedUncaptured"));
    assertEquals(Map.of("full", 0.0, "partial", 1.0), figures.get("refunds"));
    assertEquals(Map.of("EUR", 12.5), figures.get("refundAmounts"));
    assertEquals(
        List.of("payments_authorized_uncaptured_oldest_age_seconds 7200.0"),
        Lines.of(telemetry, "payments_authorized_uncaptured_oldest"));
  }

  @Test
  void ratesThatDoNotExistYetAreNull() {
    assertNull(metrics.cache().figures().get("hitRate"));
    assertNull(metrics.cache().figures().get("memoryUsedBytes"));
    assertNull(metrics.offlineQueue().figures().get("offlineQueueSyncSuccessRate"));
    assertNull(metrics.ageVerifications().figures().get("ageVerificationRate"));
    assertNull(metrics.payments().figures().get("authorizedUncaptured"));
  }

  @Test
  void ratesFollowFromTheCounters() {
    metrics.cache().recordHit();
    metrics.cache().recordHit();
    metrics.cache().recordHit();
    metrics.cache().recordMiss();
    metrics.cache().observeMemory(() -> 4096);
    metrics.offlineQueue().recordSync(CallStatus.SUCCESS);
    metrics.offlineQueue().recordSync(CallStatus.ERROR);
    metrics
        .ageVerifications()
        .record(AgeVerificationMethod.DOCUMENT, AgeVerificationOutcome.VERIFIED);
    metrics.ageVerifications().record(AgeVerificationMethod.OTHER, AgeVerificationOutcome.REFUSED);

    assertEquals(0.75, metrics.cache().figures().get("hitRate"));
    assertEquals(4096.0, metrics.cache().figures().get("memoryUsedBytes"));
    assertEquals(0.5, metrics.offlineQueue().figures().get("offlineQueueSyncSuccessRate"));
    assertEquals(0.5, metrics.ageVerifications().figures().get("ageVerificationRate"));
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> currency(String code) {
    List<Map<String, Object>> currencies =
        (List<Map<String, Object>>) metrics.orders().figures().get("currencies");
    return currencies.stream()
        .filter(figures -> figures.get("currency").equals(code))
        .findFirst()
        .orElseThrow();
  }

  private void pass(Duration time) {
    now.set(now.get().plus(time));
  }
}
