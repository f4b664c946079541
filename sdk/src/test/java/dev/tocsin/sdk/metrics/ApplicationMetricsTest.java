package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationMetricsTest {

  private final Telemetry telemetry = new Telemetry();
  private final ApplicationMetrics metrics = new ApplicationMetrics(telemetry);

  @AfterEach
  void close() {
    telemetry.close();
  }

  @Test
  void everyNameAndTypeOnTheWireIsTheContract() {
    recordEverything();

    Map<String, String> types = new TreeMap<>();
    for (String line : Lines.of(telemetry, "# TYPE ")) {
      String[] words = line.split(" ");
      types.put(words[2], words[3]);
    }
    Map<String, String> contract = new TreeMap<>();
    for (String counter : COUNTERS) {
      contract.put(counter, "counter");
    }
    for (String gauge : GAUGES) {
      contract.put(gauge, "gauge");
    }
    for (String histogram : BUCKETS.keySet()) {
      contract.put(histogram, "histogram");
    }
    assertEquals(contract, types);
  }

  @Test
  void everyHistogramHasExactlyTheBucketsOfTheContract() {
    recordEverything();

    BUCKETS.forEach(
        (name, bounds) -> {
          List<String> found = new ArrayList<>();
          for (String line : Lines.of(telemetry, name + "_bucket{")) {
            String bound = line.replaceAll(".*le=\"([^\"]+)\".*", "$1");
            found.add(bound.endsWith(".0") ? bound.substring(0, bound.length() - 2) : bound);
          }
          assertEquals(List.of((bounds + " +Inf").split(" ")), found, name);
        });
  }

  @Test
  void anOrderCountsOnceInAllThreeMetrics() {
    metrics.recordOrder(99.5, "eur");

    assertEquals(List.of("orders_completed_total 1.0"), Lines.of(telemetry, "orders_"));
    assertEquals(List.of("revenue_total{currency=\"EUR\"} 99.5"), Lines.of(telemetry, "revenue_"));
    assertTrue(
        Lines.of(telemetry, "order_total_amount_bucket")
            .contains("order_total_amount_bucket{currency=\"EUR\",le=\"100.0\"} 1"));
    assertTrue(
        Lines.of(telemetry, "order_total_amount_bucket")
            .contains("order_total_amount_bucket{currency=\"EUR\",le=\"50.0\"} 0"));
  }

  @Test
  void closedSetsArePublishedAtZeroBeforeTheFirstEvent() {
    assertEquals(
        List.of(
            "webhook_events_total{result=\"error\"} 0.0",
            "webhook_events_total{result=\"ignored\"} 0.0",
            "webhook_events_total{result=\"success\"} 0.0"),
        Lines.of(telemetry, "webhook_events"));
    assertEquals(12, Lines.of(telemetry, "payment_stage_total{").size());
  }

  @Test
  void openWebSocketsNeverGoBelowZero() {
    metrics.recordWebSocketConnection();
    metrics.recordWebSocketDisconnection();
    metrics.recordWebSocketDisconnection();

    assertEquals(
        List.of("active_websocket_connections 0.0"), Lines.of(telemetry, "active_websocket"));
  }

  @Test
  void jvmFiguresAreThereBesideTheNameThatRulesAskFor() {
    JvmMetrics jvm = new JvmMetrics(telemetry);
    jvm.close();

    assertTrue(heapUsed() > 1_000_000);
    for (String name :
        List.of("jvm_memory_used_bytes{", "jvm_threads_live_threads ", "process_cpu_usage ")) {
      assertTrue(!Lines.of(telemetry, name).isEmpty(), name);
    }
  }

  private double heapUsed() {
    String line = Lines.of(telemetry, "nodejs_heap_used_bytes ").get(0);
    return Double.parseDouble(line.substring(line.indexOf(' ') + 1));
  }

  private void recordEverything() {
    metrics.recordHttpRequest("GET", "/products/{id}", 503, 0.2);
    metrics.recordOrder(12.5, "EUR");
    metrics.setActiveCartCount(4);
    metrics.recordProductView("fashion", "search");
    metrics.recordEmailSent("receipt", CallStatus.SUCCESS);
    metrics.recordEmailJob(EmailJobStatus.SKIPPED);
    metrics.recordWebhookEvent(WebhookResult.ERROR);
    metrics.recordStripeWebhook("charge.succeeded", 0.3);
    metrics.recordRedisOperation(RedisOperation.GET, CallStatus.ERROR);
    metrics.recordAiRequest("title_suggestion", 1.5);
    metrics.recordUserLogin();
    metrics.recordUserRegistration();
    metrics.payments().recordAttempt("card");
    metrics.payments().recordResult("card", PaymentOutcome.DECLINED);
    metrics.payments().recordStage(PaymentStage.CAPTURE, PaymentOutcome.SUCCESS);
    metrics.payments().recordOrderFailure("payment_declined");
    metrics.work().setQueue("webhooks", 3, Duration.ofSeconds(9));
    metrics.work().setCheckoutAttempts("RESERVED", 1, Duration.ofMinutes(3));
  }

  private static final List<String> COUNTERS =
      List.of(
          "http_requests_total",
          "http_5xx_total",
          "api_errors_total",
          "user_registrations_total",
          "user_logins_total",
          "product_view_total",
          "email_sent_total",
          "email_jobs_total",
          "webhook_events_total",
          "redis_operations_total",
          "orders_completed_total",
          "order_failures_total",
          "revenue_total",
          "payment_attempts_total",
          "payment_results_total",
          "payment_stage_total");

  private static final List<String> GAUGES =
      List.of(
          "http_active_connections",
          "active_websocket_connections",
          "active_cart_count",
          "queue_depth",
          "queue_oldest_age_seconds",
          "checkout_attempts_stuck",
          "checkout_attempt_oldest_age_seconds");

  private static final Map<String, String> BUCKETS =
      Map.of(
          "http_request_duration_seconds", "0.005 0.01 0.025 0.05 0.1 0.25 0.5 1 2.5 5 10",
          "order_total_amount", "5 10 25 50 100 250 500 1000",
          "stripe_webhook_processing_seconds", "0.01 0.05 0.1 0.25 0.5 1 2.5 5 10",
          "ai_request_duration_seconds", "0.1 0.5 1 2.5 5 10 30 60");
}
