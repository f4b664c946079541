package dev.tocsin.sdk.trace;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.process.OtlpStub;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpExportTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Telemetry telemetry = new Telemetry();

  @Test
  void spansArriveAsOtlpWithTheNameOfTheService() throws Exception {
    try (OtlpStub stub = new OtlpStub();
        Tracing tracing = Tracing.start(settings(stub.endpoint()), telemetry)) {
      RequestSpan request = tracing.beginRequest("GET", name -> null);
      request.finish("GET", "/orders/{id}", 200, null);
      tracing.flush(LIMIT);

      Span span = stub.spans().get(0);
      assertEquals("GET /orders/{id}", span.getName());
      assertEquals(request.traceId(), HexFormat.of().formatHex(span.getTraceId().toByteArray()));
      assertTrue(stub.resources().get(0).getResource().toString().contains("\"shop\""));
    }
  }

  @Test
  void aReceiverThatIsAwayCostsCountedSpansAndNothingElse() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    URI nobody = URI.create("http://localhost:" + port);
    try (Tracing tracing = Tracing.start(settings(nobody), telemetry)) {
      tracing.beginRequest("GET", name -> null).finish("GET", "/", 200, null);
      await()
          .atMost(LIMIT)
          .until(
              () -> {
                tracing.flush(Duration.ofMillis(100));
                return dropped() == 1;
              });
    }
  }

  @Test
  void aReceiverThatHangsFillsTheQueueAndTheRestIsCounted() {
    TraceSettings settings = new TraceSettings("shop", "test", 1, ErrorTraces.SPAN, null, 10);
    Tracing tracing = new Tracing(settings, new Hanging(), telemetry, InstantSource.system());
    for (int i = 0; i < 50; i++) {
      tracing.beginRequest("GET", name -> null).finish("GET", "/", 200, null);
    }
    assertEquals(40, dropped());
  }

  @Test
  void anEndpointThatIsNoneIsRefusedWithAnExample() {
    IllegalArgumentException problem =
        assertThrows(
            IllegalArgumentException.class,
            () -> new TraceTarget(URI.create("tempo:4318"), Map.of()));
    assertTrue(problem.getMessage().contains("http://tempo:4318"), problem.getMessage());
    TraceTarget target =
        new TraceTarget(URI.create("http://tempo:4318/"), Map.of("Authorization", "seeded"));
    assertEquals("http://tempo:4318/v1/traces", target.url());
    assertFalse(target.toString().contains("seeded"));
  }

  private static TraceSettings settings(URI endpoint) {
    return TraceSettings.of("shop", new TraceTarget(endpoint, Map.of()))
        .withSampling(1, ErrorTraces.SPAN);
  }

  private double dropped() {
    String line = "telemetry_dropped_total{sink=\"traces\"} ";
    return telemetry
        .scrape(null)
        .body()
        .lines()
        .filter(each -> each.startsWith(line))
        .mapToDouble(each -> Double.parseDouble(each.substring(line.length())))
        .sum();
  }

  /// Never says whether it got the spans.
  private static final class Hanging implements SpanExporter {

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      return new CompletableResultCode();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
