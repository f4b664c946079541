package dev.tocsin.sdk.spring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.process.OtlpStub;
import dev.tocsin.sdk.trace.Tracing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void aRequestItsQueryAndItsCallAreOneTraceInZipkinAndInTheLog() throws Exception {
    try (OtlpStub otlp = new OtlpStub();
        Zipkin zipkin = new Zipkin();
        FailingShopRun shop =
            new FailingShopRun(
                "tocsin.trace.otlp.endpoint=" + otlp.endpoint(), "tocsin.trace.sampling-rate=1")) {
      assertTrue(shop.has(HikariDataSource.class), "a watched pool keeps its class");
      String answer = shop.get("/checkout/7").body();
      String traceId =
          shop.lines("checking out").get(0).getMDCPropertyMap().getOrDefault("traceId", "");
      assertEquals("1 " + traceId + " corr-77", answer, "the called application is in the trace");

      await()
          .atMost(LIMIT)
          .until(
              () -> {
                shop.bean(Tracing.class).flush(LIMIT);
                return otlp.spans().stream().anyMatch(span -> span.getName().contains("checkout"));
              });
      zipkin.add(otlp.spans());
      await().atMost(LIMIT).until(() -> zipkin.trace(traceId).size() >= 4);
      List<String> spans = new ArrayList<>();
      for (JsonNode span : zipkin.trace(traceId)) {
        spans.add(span.path("kind").asText() + " " + span.path("name").asText());
      }
      assertTrue(
          spans.containsAll(
              List.of(
                  "SERVER get /checkout/{id}",
                  "CLIENT select",
                  "CLIENT get",
                  "SERVER get /stock/{id}")),
          spans.toString());
      String metrics = shop.bean(Telemetry.class).scrape("application/openmetrics-text").body();
      assertTrue(metrics.contains("trace_id=\"" + traceId), "an exemplar leads to the trace");
    }
  }

  @Test
  void aFailedRequestIsKeptThoughNothingIsSampled() throws Exception {
    try (OtlpStub otlp = new OtlpStub();
        FailingShopRun shop =
            new FailingShopRun(
                "tocsin.trace.otlp.endpoint=" + otlp.endpoint(), "tocsin.trace.sampling-rate=0")) {
      assertEquals(200, shop.get("/fine").statusCode());
      assertEquals(500, shop.post("/orders/3", "{}").statusCode());
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                shop.bean(Tracing.class).flush(LIMIT);
                return otlp.spans().stream().anyMatch(span -> span.getName().contains("orders"));
              });
      assertFalse(otlp.spans().stream().anyMatch(span -> span.getName().contains("fine")));
    }
  }

  @Test
  void tracesCanBeSwitchedOff() throws Exception {
    try (FailingShopRun shop = new FailingShopRun("tocsin.trace.enabled=false")) {
      assertFalse(shop.has(Tracing.class));
      assertEquals(200, shop.get("/fine").statusCode());
    }
  }
}
