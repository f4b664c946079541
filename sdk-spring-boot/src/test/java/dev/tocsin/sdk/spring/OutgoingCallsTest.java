package dev.tocsin.sdk.spring;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import dev.tocsin.sdk.process.OtlpStub;
import dev.tocsin.sdk.trace.Tracing;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ids and traces of calls that leave through Spring's clients, over real HTTP.
class OutgoingCallsTest {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static OtlpStub otlp;
  private static FailingShopRun shop;

  @BeforeAll
  static void start() throws Exception {
    otlp = new OtlpStub();
    shop =
        new FailingShopRun(
            "tocsin.trace.otlp.endpoint=" + otlp.endpoint(), "tocsin.trace.sampling-rate=1");
  }

  @AfterAll
  static void stop() {
    shop.close();
    otlp.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest-client", "rest-template", "web-client"})
  void theCalledApplicationIsInTheSameTraceAndUnderTheSameId(String client) throws Exception {
    String[] told = shop.get("/call/" + client).body().split(" ");
    assertEquals("corr-77", told[1]);
    ByteString trace = ByteString.copyFrom(HexFormat.of().parseHex(told[0]));
    await()
        .atMost(LIMIT)
        .until(
            () -> {
              shop.bean(Tracing.class).flush(LIMIT);
              return spans(trace).size() == 3;
            });
    Span calling = named(trace, "GET /call/" + client);
    Span call = named(trace, "GET");
    Span called = named(trace, "GET /stock/{id}");
    assertEquals(Span.SpanKind.SPAN_KIND_CLIENT, call.getKind());
    assertEquals(calling.getSpanId(), call.getParentSpanId());
    assertEquals(call.getSpanId(), called.getParentSpanId());
    assertTrue(call.getAttributesList().toString().contains("200"), call.toString());
  }

  private static List<Span> spans(ByteString trace) {
    return otlp.spans().stream().filter(span -> span.getTraceId().equals(trace)).toList();
  }

  private static Span named(ByteString trace, String name) {
    return spans(trace).stream()
        .filter(span -> span.getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name + " in " + spans(trace)));
  }
}
