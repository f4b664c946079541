package dev.tocsin.sdk.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    Map<String, String> contract = publishTheWholeCatalogue();

    Map<String, String> types = new TreeMap<>();
    for (String line : Lines.of(telemetry, "# TYPE ")) {
      String[] words = line.split(" ");
      types.put(words[2], words[3]);
    }
    types.keySet().retainAll(contract.keySet());
    assertEquals(contract, types);
  }

  @Test
  void everyHistogramHasExactlyTheBucketsOfTheContract() {
    publishTheWholeCatalogue();

    for (CatalogueEntry entry : Catalogue.shipped().entries()) {
      if (entry.definition().kind() == MetricKind.HISTOGRAM) {
        List<Double> found = new ArrayList<>();
        for (String line : Lines.of(telemetry, entry.definition().name() + "_bucket{")) {
          String bound = line.replaceAll(".*le=\"([^\"]+)\".*", "$1");
          if (!bound.equals("+Inf")) {
            found.add(Double.valueOf(bound));
          }
        }
        assertEquals(entry.definition().buckets(), found, entry.definition().name());
      }
    }
  }

  @Test
  void theMethodsOfTheContractRecordUnderItsNames() {
    metrics.recordHttpRequest("GET", "/products/{id}", 503, 0.2);
    metrics.recordWebSocketConnection();
    metrics.recordStripeWebhook("charge.succeeded", 0.3);
    metrics.setActiveCartCount(4);
    metrics.recordProductView("fashion", "search");
    metrics.recordRedisOperation(RedisOperation.GET, CallStatus.ERROR);
    metrics.recordEmailSent("receipt", CallStatus.SUCCESS);
    metrics.recordAiRequest("title_suggestion", 1.5);

    for (String line :
        List.of(
            "http_requests_total{method=\"GET\",route=\"/products/{id}\",status_code=\"503\"} 1.0",
            "active_websocket_connections 1.0",
            "stripe_webhook_processing_seconds_count{event_type=\"charge.succeeded\"} 1",
            "active_cart_count 4.0",
            "product_view_total{product_type=\"fashion\",source=\"search\"} 1.0",
            "redis_operations_total{operation=\"get\",status=\"error\"} 1.0",
            "email_sent_total{status=\"success\",template=\"receipt\"} 1.0",
            "ai_request_duration_seconds_count{operation=\"title_suggestion\"} 1")) {
      assertEquals(List.of(line), Lines.of(telemetry, line));
    }
  }

  @Test
  void aFeatureThatNobodyAskedForIsNotPublished() {
    assertEquals(List.of(), Lines.of(telemetry, "crawl"));
    metrics.crawls().recordRequest(CallOutcome.TIMEOUT, Duration.ofSeconds(30));
    assertEquals(
        List.of("crawler_requests_total{outcome=\"timeout\"} 1.0"),
        Lines.of(telemetry, "crawler_requests_total{outcome=\"timeout\"}"));
    assertSame(metrics.crawls(), metrics.crawls());
  }

  @Test
  void aCallThatUsedTokensForNothingIsCounted() {
    metrics.llm().recordUsage("openai", "x", new LlmUsage(10, 5, 0, 0, UsageSource.ESTIMATED));
    metrics.llm().recordUsage("openai", "x", new LlmUsage(10, 5, 0.1, 0, UsageSource.REPORTED));

    assertEquals(
        List.of("llm_zero_cost_calls_total{model=\"x\",provider=\"openai\"} 1.0"),
        Lines.of(telemetry, "llm_zero_cost"));
    assertEquals(4, Lines.of(telemetry, "llm_tokens_total{").size());
  }

  @Test
  void noNewLabelValueGetsPastAFixedVocabulary() {
    telemetry.counter("fx_refresh_total").increment("sideways");
    telemetry.counter("fx_refresh_total").increment("backwards");

    assertEquals(
        List.of("fx_refresh_total{outcome=\"other\"} 2.0"),
        Lines.of(telemetry, "fx_refresh_total"));
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

  private Map<String, String> publishTheWholeCatalogue() {
    Map<String, String> types = new TreeMap<>();
    for (CatalogueEntry entry : Catalogue.shipped().entries()) {
      MetricDefinition definition = entry.definition();
      String[] values = definition.labels().stream().map(label -> "x").toArray(String[]::new);
      switch (definition.kind()) {
        case COUNTER -> telemetry.counter(definition.name()).declare(values);
        case GAUGE -> telemetry.gauge(definition.name()).set(1, values);
        case HISTOGRAM -> telemetry.histogram(definition.name()).record(1, values);
      }
      types.put(definition.name(), definition.kind().name().toLowerCase(Locale.ROOT));
    }
    return types;
  }
}
