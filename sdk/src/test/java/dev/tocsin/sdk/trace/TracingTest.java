package dev.tocsin.sdk.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.metrics.HttpMetrics;
import dev.tocsin.sdk.metrics.Telemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class TracingTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-01";
  private static final String NOT_SAMPLED = "00-" + TRACE + "-b7ad6b7169203331-00";
  private static final AttributeKey<String> CORRELATION =
      AttributeKey.stringKey("tocsin.correlation_id");
  private static final AttributeKey<String> MESSAGE = AttributeKey.stringKey("exception.message");
  private static final URI BANK = URI.create("https://bank.example:8443/secret/path?key=abc");

  private final KeptSpans kept = new KeptSpans();
  private final Telemetry telemetry = new Telemetry();

  @Test
  void aRequestContinuesTheTraceOfItsCallerAndHandsItOn() {
    Tracing tracing = tracing(0, ErrorTraces.SAMPLED);
    Map<String, String> sent = new HashMap<>();
    Correlation.Scope ids = Correlation.open(new CorrelationIds("corr-1", "req-1"));
    RequestSpan request = tracing.beginRequest("GET", header(SAMPLED));
    TraceScope scope = request.open();
    assertEquals(TRACE, MDC.get(FailureContext.TRACE_KEY));
    ClientSpan call = tracing.beginCall("POST", BANK);
    call.inject(sent::put);
    call.finish(201);
    scope.close();
    ids.close();
    request.finish("GET", "/orders/{id}", 200, null);
    tracing.flush(LIMIT);

    assertNull(MDC.get(FailureContext.TRACE_KEY));
    SpanData server = kept.named("GET /orders/{id}");
    SpanData client = kept.named("POST");
    assertEquals("b7ad6b7169203331", server.getParentSpanId());
    assertEquals(server.getSpanId(), client.getParentSpanId());
    assertEquals("00-" + TRACE + "-" + client.getSpanId() + "-01", sent.get("traceparent"));
    assertEquals("corr-1", server.getAttributes().get(CORRELATION));
    assertEquals(SpanKind.SERVER, server.getKind());
    assertFalse(client.getAttributes().toString().contains("secret"), "no path in spans");
  }

  @Test
  void whatIsNotSampledIsNotRecordedButItsIdsGoOn() {
    Tracing tracing = tracing(1, ErrorTraces.SAMPLED);
    Map<String, String> sent = new HashMap<>();
    RequestSpan request = tracing.beginRequest("GET", header(NOT_SAMPLED));
    TraceScope scope = request.open();
    assertEquals(TRACE, MDC.get(FailureContext.TRACE_KEY));
    ClientSpan call = tracing.beginCall("GET", BANK);
    call.inject(sent::put);
    call.finish(200);
    scope.close();
    request.finish("GET", "/", 500, new IllegalStateException("x"));
    tracing.flush(LIMIT);

    assertTrue(sent.get("traceparent").startsWith("00-" + TRACE + "-"), sent.toString());
    assertTrue(sent.get("traceparent").endsWith("-00"), sent.toString());
    assertEquals(0, kept.spans().size());
  }

  @Test
  void aFailedRequestThatWasNotSampledKeepsItsOwnSpanUnderTheIdsItHad() {
    Tracing tracing = tracing(0, ErrorTraces.SPAN);
    Map<String, String> sent = new HashMap<>();
    RequestSpan fine = tracing.beginRequest("GET", header(null));
    fine.finish("GET", "/fine", 200, null);
    RequestSpan request = tracing.beginRequest("GET", header(null));
    TraceScope scope = request.open();
    tracing.beginCall("GET", BANK).inject(sent::put);
    scope.close();
    request.finish("GET", "/cart", 500, new IllegalStateException("password=hunter2"));
    tracing.flush(LIMIT);

    assertEquals(1, kept.spans().size(), kept.names().toString());
    SpanData span = kept.named("GET /cart");
    assertEquals(request.traceId(), span.getTraceId());
    assertTrue(sent.get("traceparent").contains(span.getSpanId()), "the id that callees know");
    assertEquals(StatusCode.ERROR, span.getStatus().getStatusCode());
    assertFalse(span.getAttributes().get(MESSAGE).contains("hunter2"));
    assertTrue(span.getEndEpochNanos() >= span.getStartEpochNanos());
  }

  @Test
  void aFailedRequestKeepsAllItsSpansWhenToldTo() {
    Tracing tracing = tracing(0, ErrorTraces.WHOLE);
    for (int status : new int[] {200, 503}) {
      RequestSpan request = tracing.beginRequest("GET", header(null));
      TraceScope scope = request.open();
      tracing.beginCall("PUT", BANK).finish(200);
      scope.close();
      request.finish("GET", "/status/" + status, status, null);
    }
    tracing.flush(LIMIT);

    assertEquals(2, kept.spans().size(), kept.names().toString());
    assertEquals(kept.named("GET /status/503").getTraceId(), kept.named("PUT").getTraceId());
  }

  @Test
  void theSamplingRateDecidesHowManyTracesAreKept() {
    Tracing tracing = tracing(0.1, ErrorTraces.SPAN);
    for (int i = 0; i < 1_000; i++) {
      tracing.beginRequest("GET", header(null)).finish("GET", "/", 200, null);
    }
    tracing.flush(LIMIT);
    int share = kept.spans().size();
    assertTrue(share > 40 && share < 180, "about 100 of 1000, but " + share);
    assertThrows(
        IllegalArgumentException.class,
        () -> TraceSettings.of("shop", null).withSampling(10, ErrorTraces.SPAN));
  }

  @Test
  void aMessageContinuesTheTraceOfWhoeverQueuedIt() {
    Tracing tracing = tracing(1, ErrorTraces.SPAN);
    EntrySpan job = tracing.beginJob("nightly");
    TraceScope scope = job.open();
    Map<String, String> carrier = tracing.carrier();
    scope.close();
    job.finish("nightly");
    EntrySpan message = tracing.beginMessage("orders", carrier);
    message.fail("orders", new IllegalStateException("poison"));
    tracing.flush(LIMIT);

    assertEquals(job.traceId(), message.traceId());
    assertEquals(kept.named("nightly").getSpanId(), kept.named("orders").getParentSpanId());
    assertEquals(SpanKind.CONSUMER, kept.named("orders").getKind());
    assertEquals(Map.of(), tracing.carrier());
  }

  @Test
  void workOnAnotherThreadStaysInTheTrace() throws Exception {
    Tracing tracing = tracing(1, ErrorTraces.SPAN);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    AtomicReference<String> there = new AtomicReference<>();
    // A new thread may inherit the log context; an old one shows what is handed over.
    pool.submit(() -> {}).get();
    RequestSpan request = tracing.beginRequest("GET", header(null));
    TraceScope scope = request.open();
    Tracing.propagating(pool).execute(() -> there.set(MDC.get(FailureContext.TRACE_KEY)));
    scope.close();
    pool.submit(() -> assertNull(MDC.get(FailureContext.TRACE_KEY))).get();
    pool.shutdown();
    assertTrue(pool.awaitTermination(10, TimeUnit.SECONDS));
    assertEquals(request.traceId(), there.get());
  }

  @Test
  void eachRunOfAJobHasATraceOfItsOwn() {
    Tracing tracing = tracing(1, ErrorTraces.SPAN);
    Runnable job = tracing.job("rates", () -> {});
    job.run();
    job.run();
    Runnable failing =
        tracing.job(
            "broken",
            () -> {
              throw new IllegalStateException("x");
            });
    assertThrows(IllegalStateException.class, failing::run);
    tracing.flush(LIMIT);
    assertNotEquals(kept.spans().get(0).getTraceId(), kept.spans().get(1).getTraceId());
    assertEquals(StatusCode.ERROR, kept.named("broken").getStatus().getStatusCode());
  }

  @Test
  void theBucketOfASampledRequestCarriesItsTraceAsExemplar() {
    Tracing tracing = tracing(1, ErrorTraces.SPAN);
    HttpMetrics metrics = new HttpMetrics(telemetry);
    RequestSpan request = tracing.beginRequest("GET", header(null));
    TraceScope scope = request.open();
    metrics.recordHttpRequest("GET", "/orders/{id}", 200, 0.3);
    scope.close();
    String scrape = telemetry.scrape("application/openmetrics-text").body();
    assertTrue(
        scrape
            .lines()
            .filter(line -> line.startsWith("http_request_duration_seconds_bucket"))
            .anyMatch(line -> line.contains("trace_id=\"" + request.traceId() + "\"")),
        scrape);
  }

  @Test
  void withoutATargetNothingIsRecordedButIdsAreMade() {
    Tracing tracing = Tracing.start(TraceSettings.of("shop", null), telemetry);
    RequestSpan request = tracing.beginRequest("GET", header(null));
    request.finish("GET", "/", 500, null);
    assertTrue(TraceId.isValid(request.traceId()), request.traceId());
    assertFalse(telemetry.scrape(null).body().contains("telemetry_dropped_total"));
    tracing.close();
  }

  private Tracing tracing(double rate, ErrorTraces errors) {
    return new Tracing(
        TraceSettings.of("shop", null).withSampling(rate, errors),
        kept,
        telemetry,
        () -> Instant.parse("2026-01-01T00:00:00Z"));
  }

  private static Function<String, String> header(String traceparent) {
    return name -> name.equals("traceparent") ? traceparent : null;
  }
}
