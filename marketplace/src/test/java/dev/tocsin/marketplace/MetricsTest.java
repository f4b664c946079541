package dev.tocsin.marketplace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final List<String> NAMES =
      List.of(
          "http_request_duration_seconds_bucket{",
          "http_requests_total{",
          "http_active_connections ",
          "user_registrations_total ",
          "user_logins_total ",
          "api_errors_total{",
          "stripe_webhook_processing_seconds_bucket{",
          "order_total_amount_bucket{",
          "active_cart_count ",
          "product_view_total{",
          "email_sent_total{",
          "webhook_events_total{",
          "email_jobs_total{",
          "queue_depth{queue=\"webhooks\"}",
          "queue_depth{queue=\"email\"}",
          "queue_oldest_age_seconds{",
          "checkout_attempts_stuck{state=\"RESERVED\"}",
          "checkout_attempt_oldest_age_seconds{state=\"PAYMENT_INITIATED_CART_RECONCILING\"}",
          "payment_attempts_total{method=\"card\"}",
          "payment_results_total{method=\"card\",outcome=\"success\"}",
          "payment_results_total{method=\"card\",outcome=\"declined\"}",
          "payment_results_total{method=\"card\",outcome=\"error\"}",
          "payment_stage_total{",
          "orders_completed_total ",
          "order_failures_total{",
          "revenue_total{currency=\"EUR\"}",
          "search_completion_seconds_bucket{");

  @Test
  void aUsedShopPublishesEveryName() {
    try (var shop = TestShop.start(Map.of("marketplace.payment.webhook-secret", "whsec_known"))) {
      var visitor = shop.visitor();
      visitor.get("/products/kaya-mono?from=home");
      visitor.get("/search?q=font");
      visitor.get("/api/v2/products/absent");
      visitor.buy("pm_card_chargeDeclined");
      visitor.checkOut("pm_card_visa");
      await().until(() -> missing(visitor).stream().allMatch(it -> it.startsWith("stripe_")));
      assertEquals(List.of("stripe_webhook_processing_seconds_bucket{"), missing(visitor));
    }
  }

  @Test
  void metricsAreServedOnlyWhenTheyAreEnabled() {
    try (var shop = TestShop.start(Map.of("tocsin.metrics.enabled", "false"))) {
      assertEquals(404, shop.visitor().get("/metrics").status());
    }
  }

  private static List<String> missing(TestVisitor visitor) {
    var text = visitor.get("/metrics").body();
    return NAMES.stream()
        .filter(name -> text.lines().noneMatch(line -> line.startsWith(name)))
        .toList();
  }
}
