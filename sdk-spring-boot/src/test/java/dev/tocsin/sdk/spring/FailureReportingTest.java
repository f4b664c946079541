package dev.tocsin.sdk.spring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.error.FailureReporter;
import dev.tocsin.sdk.error.FailureSink;
import dev.tocsin.sdk.process.OtlpStub;
import dev.tocsin.sdk.process.SentryStub;
import dev.tocsin.sdk.trace.Tracing;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import io.sentry.Sentry;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailureReportingTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String BODY = "{\"item\":7,\"password\":\"seeded-in-body\"}";

  @AfterEach
  void close() {
    Sentry.close();
  }

  @Test
  void aFailedRequestIsLoggedOnceReportedWithItsExtrasAndAnsweredAsEver() throws Exception {
    String plain;
    try (FailingShopRun without = new FailingShopRun("tocsin.error.enabled=false")) {
      plain = without.post("/orders/17", BODY).body();
      assertFalse(without.has(FailureReporter.class));
    }
    try (SentryStub sentry = new SentryStub();
        FailingShopRun shop = new FailingShopRun("tocsin.error.sentry.dsn=" + sentry.dsn())) {
      HttpResponse<String> answer = shop.post("/orders/17", BODY);
      assertEquals(500, answer.statusCode());
      assertEquals(withoutTime(plain), withoutTime(answer.body()));

      List<ILoggingEvent> logged = shop.failures("order 17 broke");
      assertEquals(1, logged.size(), logged.toString());
      ILoggingEvent line = logged.get(0);
      assertTrue(line.getFormattedMessage().contains("POST /orders/{id}"));
      assertEquals("corr-77", line.getMDCPropertyMap().get("correlationId"));
      String traceId = line.getMDCPropertyMap().get("traceId");
      assertTrue(TraceId.isValid(traceId), traceId);

      shop.bean(FailureReporter.class).flush(LIMIT);
      JsonNode event = event(sentry, "order 17 broke");
      assertEquals("corr-77", event.path("extra").path("correlationId").asText());
      assertEquals("corr-77", answer.headers().firstValue("x-correlation-id").orElseThrow());
      assertEquals("/orders/{id}", event.path("tags").path("route").asText());
      assertEquals("POST", event.path("tags").path("method").asText());
      assertEquals(traceId, event.path("contexts").path("trace").path("trace_id").asText());
      assertTrue(event.path("extra").path("body").asText().contains("\"item\":7"));
      assertFalse(sentry.everything().contains("seeded-in"), sentry.everything());
    }
  }

  @Test
  void aFailureThatAHandlerAnswersWith5xxIsReportedToo() throws Exception {
    try (SentryStub sentry = new SentryStub();
        FailingShopRun shop = new FailingShopRun("tocsin.error.sentry.dsn=" + sentry.dsn())) {
      HttpResponse<String> answer = shop.get("/handled/3");
      assertEquals(503, answer.statusCode());
      assertEquals("come back later", answer.body());
      assertEquals(404, shop.get("/nowhere").statusCode());
      shop.bean(FailureReporter.class).flush(LIMIT);

      assertEquals(1, shop.failures("handled 3").size());
      assertEquals("/handled/{id}", event(sentry, "handled 3").path("tags").path("route").asText());
      assertFalse(sentry.everything().contains("nowhere"), "a 404 is no failure");
    }
  }

  @Test
  void failuresOfJobsAndAsynchronousTasksAreLoggedOnceAndReported() throws Exception {
    try (SentryStub sentry = new SentryStub();
        FailingShopRun shop = new FailingShopRun("tocsin.error.sentry.dsn=" + sentry.dsn())) {
      assertEquals("sent", shop.get("/mail").body());
      await().atMost(LIMIT).until(() -> shop.failures("no mail today").size() == 1);
      await().atMost(LIMIT).until(() -> shop.failures("no rates today").size() == 1);
      shop.bean(FailureReporter.class).flush(LIMIT);

      JsonNode mail = event(sentry, "no mail today");
      assertEquals("corr-77", mail.path("extra").path("correlationId").asText());
      assertEquals("Jobs.mail", mail.path("tags").path("source").asText());
      JsonNode rates = event(sentry, "no rates today");
      assertEquals("scheduled", rates.path("tags").path("origin").asText());
      assertEquals("Jobs.rates", rates.path("tags").path("source").asText());
      assertFalse(rates.path("extra").path("correlationId").asText().isEmpty());
      assertTrue(TraceId.isValid(rates.path("tags").path("traceId").asText()));
    }
  }

  @Test
  void aFailingJobIsCountedAndReportedOnceAndHasASpan() throws Exception {
    try (SentryStub sentry = new SentryStub();
        OtlpStub otlp = new OtlpStub();
        FailingShopRun shop =
            new FailingShopRun(
                "tocsin.error.sentry.dsn=" + sentry.dsn(),
                "tocsin.trace.otlp.endpoint=" + otlp.endpoint(),
                "tocsin.trace.sampling-rate=1")) {
      await().atMost(LIMIT).until(() -> shop.failures("no rates today").size() == 1);
      await()
          .atMost(LIMIT)
          .until(() -> shop.metrics().contains("job_runs_total{job=\"Jobs.rates\""));
      shop.bean(FailureReporter.class).flush(LIMIT);
      shop.bean(Tracing.class).flush(LIMIT);

      String metrics = shop.metrics();
      assertTrue(metrics.contains("unhandled_failures_total{origin=\"scheduled\"} 1.0"), metrics);
      assertEquals(1, events(sentry, "no rates today").count());
      assertEquals(1, shop.failures("no rates today").size());
      List<Span> spans =
          otlp.spans().stream().filter(span -> span.getName().equals("Jobs.rates")).toList();
      assertEquals(1, spans.size());
      assertEquals(Status.StatusCode.STATUS_CODE_ERROR, spans.get(0).getStatus().getCode());
      assertEquals(
          HexFormat.of().formatHex(spans.get(0).getTraceId().toByteArray()),
          event(sentry, "no rates today").path("tags").path("traceId").asText());
    }
  }

  @Test
  void withoutADsnNothingIsSetUpToSend() throws Exception {
    try (FailingShopRun shop = new FailingShopRun()) {
      assertEquals(500, shop.post("/orders/18", BODY).statusCode());
      assertFalse(shop.has(FailureSink.class));
      assertFalse(Sentry.isEnabled());
      assertEquals(1, shop.failures("order 18 broke").size());
    }
  }

  private static JsonNode event(SentryStub sentry, String message) {
    await().atMost(LIMIT).until(() -> events(sentry, message).findFirst().isPresent());
    return events(sentry, message).findFirst().orElseThrow();
  }

  private static Stream<JsonNode> events(SentryStub sentry, String message) {
    return sentry.events().stream()
        .filter(event -> event.path("exception").toString().contains(message));
  }

  private static String withoutTime(String body) {
    return body.replaceAll("\"timestamp\":\"[^\"]*\"", "");
  }
}
