package dev.tocsin.sdk.error.sentry;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sdk.error.FailedRequest;
import dev.tocsin.sdk.error.Failure;
import dev.tocsin.sdk.error.FailureContext;
import dev.tocsin.sdk.error.FailureOrigin;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.process.SentryStub;
import dev.tocsin.sdk.redact.Redactor;
import io.sentry.Sentry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SentrySinkTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final Telemetry telemetry = new Telemetry();

  @AfterEach
  void close() {
    Sentry.close();
  }

  @Test
  void anEventHasTheExtrasTheTagsAndTheIdsOfTheLogLines() throws Exception {
    try (SentryStub stub = new SentryStub()) {
      SentrySink sink = start(stub.dsn());
      sink.send(failure("{\"cart\":7}"));
      sink.flush(LIMIT);

      JsonNode event = stub.events().get(0);
      assertEquals("corr-9", event.path("extra").path("correlationId").asText());
      assertEquals("user-3", event.path("extra").path("userId").asText());
      assertEquals("/orders/{id}", event.path("extra").path("route").asText());
      assertEquals("{\"cart\":7}", event.path("extra").path("body").asText());
      assertEquals("/orders/{id}", event.path("tags").path("route").asText());
      assertEquals("POST", event.path("tags").path("method").asText());
      assertEquals(TRACE, event.path("tags").path("traceId").asText());
      assertEquals(TRACE, event.path("contexts").path("trace").path("trace_id").asText());
      assertEquals("staging", event.path("environment").asText());
    }
  }

  @Test
  void seededSecretsDoNotArriveAndALongBodyIsCut() throws Exception {
    String body =
        "{\"user\":{\"password\":\"seeded-1\",\"card\":\"4111 1111 1111 1111\"},"
            + "\"headers\":{\"Authorization\":\"Bearer seeded-2\"},\"note\":\""
            + "x".repeat(50_000)
            + "\"}";
    try (SentryStub stub = new SentryStub()) {
      SentrySink sink = start(stub.dsn());
      sink.send(failure(body));
      sink.flush(LIMIT);

      String arrived = stub.everything();
      assertTrue(arrived.contains("[redacted]"), arrived);
      assertFalse(arrived.contains("seeded-"), arrived);
      assertFalse(arrived.contains("4111"), arrived);
      int length = stub.events().get(0).path("extra").path("body").asText().length();
      assertTrue(length < SentrySink.MAX_BODY + 2_000, "body has " + length);
    }
  }

  @Test
  void whatCannotBeSentIsCountedAndNeverThrown() throws Exception {
    SentrySink sink = start("http://public@localhost:" + freePort() + "/7");
    sink.send(Failure.of(new IllegalStateException("x"), FailureOrigin.ASYNC, "job"));
    sink.flush(LIMIT);
    await()
        .atMost(LIMIT)
        .until(
            () ->
                telemetry
                    .scrape(null)
                    .body()
                    .contains("telemetry_dropped_total{sink=\"sentry\"} 1.0"));
  }

  @Test
  void theAddressWithItsKeyIsInNoText() {
    SentrySettings settings = SentrySettings.of("https://secret-key@sentry.example/1", "test");
    assertFalse(settings.toString().contains("secret-key"));
    assertThrows(IllegalArgumentException.class, () -> SentrySettings.of(" ", "test"));
  }

  private SentrySink start(String dsn) {
    return SentrySink.start(SentrySettings.of(dsn, "staging"), Redactor.standard(), telemetry);
  }

  private static Failure failure(String body) {
    FailureContext context = new FailureContext("corr-9", TRACE, "user-3");
    return Failure.of(
        new IllegalStateException("declined, token=seeded-3"),
        new FailedRequest("POST", "/orders/{id}", body),
        context);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
