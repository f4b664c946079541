package dev.tocsin.sdk.log.logback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.log.LogEvent;
import dev.tocsin.sdk.log.LogEvents;
import dev.tocsin.sdk.log.SamplingOptions;
import dev.tocsin.sdk.metrics.Telemetry;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class JsonLinesTest {

  private static final Logger LOG = LoggerFactory.getLogger("shop.Cart");

  private final CapturedLog log =
      new CapturedLog(SamplingOptions.defaults(), InstantSource.system());

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void aLineCarriesItsContextAndItsFields() {
    Correlation.Scope scope = Correlation.open(new CorrelationIds("chain", "request"));
    LOG.atInfo().addKeyValue("amount", 12.5).log("paid {}", "order-1");
    scope.close();

    JsonNode line = log.lines().get(0);
    assertEquals("paid order-1", line.path("message").asText());
    assertEquals("INFO", line.path("level").asText());
    assertEquals("shop.Cart", line.path("logger").asText());
    assertEquals("shop", line.path("service").asText());
    assertEquals("chain", line.path("correlationId").asText());
    assertEquals("request", line.path("requestId").asText());
    assertEquals(12.5, line.path("amount").asDouble());
    assertTrue(line.path("timestamp").asText().matches("\\d{4}-.*Z"), line.toString());
    assertTrue(line.path("userId").isMissingNode());
  }

  @Test
  void aLineIsOneLineWhateverItSays() {
    LOG.info("a\nb\r\n\u2028{}", "\"quoted\"\n");

    assertEquals(1, log.lines().size());
    assertEquals("a\nb\r\n\u2028\"quoted\"\n", log.messages().get(0));
  }

  @Test
  void aLineHoldsEveryKindOfValue() {
    MDC.put("color", "of the context");
    MDC.put("level", "of the context");
    LOG.atInfo()
        .addKeyValue("text", "gr\u00fcn \ud83d\ude00 \\ \t")
        .addKeyValue("whole", 9_000_000_000L)
        .addKeyValue("undefined", Double.NaN)
        .addKeyValue("none", (Object) null)
        .addKeyValue("list", List.of(1, "two", Map.of("three", 3)))
        .addKeyValue("long", "x".repeat(3_000))
        .addKeyValue("color", "first")
        .addKeyValue("color", "second")
        .log("said");
    MDC.clear();

    JsonNode line = log.lines().get(0);
    assertEquals("gr\u00fcn \ud83d\ude00 \\ \t", line.path("text").asText());
    assertEquals(9_000_000_000L, line.path("whole").asLong());
    assertEquals("NaN", line.path("undefined").asText());
    assertTrue(line.path("none").isNull());
    assertEquals(3, line.path("list").path(2).path("three").asInt());
    assertEquals(3_000, line.path("long").asText().length());
    assertEquals("first", line.path("color").asText());
    assertEquals("INFO", line.path("level").asText());
  }

  @Test
  void noSecretGetsThroughAnyDoor() {
    MDC.put("apiKey", "leak-1");
    Throwable cause = new IllegalArgumentException("token=leak-2");
    RuntimeException failure = new IllegalStateException("call failed, password: leak-3", cause);
    failure.addSuppressed(new IllegalStateException("Bearer leak-4-abc"));
    LOG.atError()
        .addKeyValue("body", Map.of("deep", Map.of("secret", "leak-5")))
        .addKeyValue("authorization", "leak-6")
        .setCause(failure)
        .log("login {} with {}", Map.of("pwd", "leak-7"), "cookie: leak-8");
    LOG.error("token {}", "leak-9");

    assertFalse(log.text().contains("leak-"), log.text());
    JsonNode line = log.lines().get(0);
    assertEquals("java.lang.IllegalStateException", line.at("/error/type").asText());
    assertTrue(line.at("/error/stack").asText().contains("Caused by: "), line.toString());
  }

  @Test
  void eventsHaveTheirFixedNamesAndFieldsAndAreCounted() {
    Telemetry telemetry = new Telemetry();
    LogEvents events = new LogEvents(telemetry);
    events.record(LogEvent.LLM_USAGE, "u-1", "acme", "m-1", "estimated", 10, 20, 0.5, "EUR");
    events.record(LogEvent.EXPORT_WEBHOOK_BLOCKED, "e-1", "evil.example", null);

    JsonNode line = log.lines().get(0);
    assertEquals("llm.usage", line.path("event").asText());
    assertEquals(20, line.path("outputTokens").asInt());
    assertEquals("estimated", line.path("usageSource").asText());
    assertEquals("export_webhook_blocked", log.lines().get(1).path("event").asText());
    String metrics = telemetry.scrape(null).body();
    assertTrue(metrics.contains("log_events_total{event=\"llm.usage\"} 1.0"), metrics);
    assertTrue(metrics.contains("log_events_total{event=\"stripe_webhook_error\"} 0.0"), metrics);
  }
}
