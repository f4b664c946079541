package dev.tocsin.sdk.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.correlation.Correlation;
import dev.tocsin.sdk.correlation.CorrelationIds;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.outbox.EventReceiver;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.outbox.JdbcQueueTransport;
import dev.tocsin.sdk.outbox.Outbox;
import dev.tocsin.sdk.outbox.OutboxOptions;
import dev.tocsin.sdk.outbox.Transport;
import dev.tocsin.sdk.outbox.WorkHeaders;
import dev.tocsin.sdk.outbox.kafka.KafkaBroker;
import dev.tocsin.sdk.outbox.kafka.KafkaTransport;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.TestDatabase;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;

/// The trace and the ids of an event, from the request that publishes it to whoever handles it.
class EventTraceTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final Map<String, String> CALLER =
      Map.of("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01", "tracestate", "bank=7");
  private static final OutboxOptions QUICK =
      new OutboxOptions(
          5,
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMillis(20),
          Duration.ofSeconds(20),
          false);

  private final KeptSpans kept = new KeptSpans();
  private final Telemetry telemetry = new Telemetry();
  private final Tracing tracing =
      new Tracing(
          new TraceSettings("shop", "test", 1, ErrorTraces.SAMPLED, null, 100),
          kept,
          telemetry,
          InstantSource.system());
  private final WorkHeaders headers = new TraceHeaders(tracing);

  @Test
  void overADatabaseTheHandlingIsAChildOfTheRequestThatPublished() throws Exception {
    DataSource dataSource = TestDatabase.POSTGRESQL.create();
    Database database = new Database(dataSource);
    JdbcQueue.createTables(database);
    JdbcQueue queue =
        new JdbcQueue(database, "mail", QUICK, InstantSource.system()).within(headers);
    List<String> seen = new ArrayList<>();
    AtomicBoolean failed = new AtomicBoolean();
    try (Outbox outbox = outbox(dataSource, new JdbcQueueTransport(database))) {
      publish(outbox, "mail");
      Awaitility.await()
          .atMost(LIMIT)
          .until(
              () -> {
                queue.poll(
                    (connection, event) -> {
                      if (!failed.getAndSet(true)) {
                        throw new IllegalStateException("mail server is away");
                      }
                      seen.add(whatIsCurrent());
                    });
                return !seen.isEmpty();
              });
    }
    tracing.flush(LIMIT);

    assertEquals(List.of("visit-1 " + TRACE + " bank=7"), seen);
    List<SpanData> handlings = spans("mail");
    assertEquals(2, handlings.size(), "each attempt has a span");
    handlings.forEach(this::assertChildOfTheRequest);
    assertEquals(StatusCode.ERROR, handlings.get(0).getStatus().getStatusCode());
    assertEquals(StatusCode.UNSET, handlings.get(1).getStatus().getStatusCode());
    assertNull(MDC.get(FailureContext.TRACE_KEY), "nothing stays behind on the thread");
    assertTrue(Correlation.current().isEmpty(), "nothing stays behind on the thread");
  }

  @Test
  void overKafkaToo(@TempDir Path folder) throws Exception {
    DataSource dataSource = TestDatabase.POSTGRESQL.create();
    EventReceiver handler = new EventReceiver(headers);
    try (KafkaBroker broker = new KafkaBroker(folder);
        Outbox outbox = outbox(dataSource, new KafkaTransport(broker.clientSettings()))) {
      publish(outbox, "orders");
      Awaitility.await()
          .atMost(LIMIT)
          .ignoreException(UnknownTopicOrPartitionException.class)
          .until(() -> !broker.records("orders").isEmpty());
      ConsumerRecord<String, String> record = broker.records("orders").get(0);
      Map<String, byte[]> carried = new HashMap<>();
      record.headers().forEach(header -> carried.put(header.key(), header.value()));

      assertEquals(
          "visit-1 " + TRACE + " bank=7", handler.handle("orders", carried, this::whatIsCurrent));
    }
    tracing.flush(LIMIT);
    assertChildOfTheRequest(spans("orders").get(0));
  }

  @Test
  void withoutTracesTheCorrelationIdStillArrives() throws Exception {
    Map<String, String> carried = Map.of("X-Correlation-Id", "visit-2");
    String handled =
        new EventReceiver(Map::of)
            .handle(
                "orders",
                carried,
                () -> Correlation.current().map(CorrelationIds::correlationId).orElse("none"));
    assertEquals("visit-2", handled);
    assertFalse(Correlation.current().isPresent());
  }

  private Outbox outbox(DataSource dataSource, Transport transport) {
    Outbox outbox =
        Outbox.of("automation", dataSource, transport).options(QUICK).headers(headers).build();
    outbox.start();
    return outbox;
  }

  /// As a request does that carries a trace.
  private void publish(Outbox outbox, String topic) {
    Correlation.Scope ids = Correlation.open(new CorrelationIds("visit-1", "request-1"));
    RequestSpan request = tracing.beginRequest("POST", CALLER::get);
    TraceScope scope = request.open();
    outbox.publish(topic, "k", "{}");
    scope.close();
    ids.close();
    request.finish("POST", "/orders", 201, null);
  }

  private String whatIsCurrent() {
    CorrelationIds ids = Correlation.current().orElseThrow();
    assertNotEquals("request-1", ids.requestId(), "handling is a request of its own");
    return ids.correlationId()
        + " "
        + MDC.get(FailureContext.TRACE_KEY)
        + " "
        + tracing.carrier().get("tracestate");
  }

  private List<SpanData> spans(String name) {
    return kept.spans().stream().filter(span -> span.getName().equals(name)).toList();
  }

  private void assertChildOfTheRequest(SpanData handling) {
    assertEquals(SpanKind.CONSUMER, handling.getKind());
    assertEquals(TRACE, handling.getTraceId());
    assertEquals(kept.named("POST /orders").getSpanId(), handling.getParentSpanId());
  }
}
