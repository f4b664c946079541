package dev.tocsin.sdk.readiness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sdk.state.StateFile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a test message through the second webhook for incidents, and keeps on disk when one was
/// last taken, so that a way nobody has ever tried does not count as one.
public final class TestDeliveries {

  private static final Logger LOG = LoggerFactory.getLogger(TestDeliveries.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String LAST_SUCCESS = "secondaryLastSuccess";

  private final Settings settings;
  private final StateFile file;
  private final Duration maxAge;
  private final InstantSource clock;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(TIMEOUT).followRedirects(Redirect.NEVER).build();

  /// @param file where the last success is kept
  /// @param maxAge how old it may be to count as recent
  public TestDeliveries(Settings settings, Path file, Duration maxAge, InstantSource clock) {
    this.settings = settings;
    this.file = new StateFile(file);
    this.maxAge = maxAge;
    this.clock = clock;
  }

  /// Sends one now.
  ///
  /// @return what came of it: `HTTP 200`
  /// @throws IOException when nobody answered, or the success could not be kept
  /// @throws IllegalStateException when the webhook is not configured
  public String send() throws IOException, InterruptedException {
    int status = client.send(request(), BodyHandlers.discarding()).statusCode();
    if (status / 100 == 2) {
      ObjectNode content = JsonNodeFactory.instance.objectNode();
      file.write(content.put(LAST_SUCCESS, clock.instant().toString()));
    }
    return "HTTP " + status;
  }

  private HttpRequest request() {
    String address = settings.value(IncidentTransport.SECONDARY_WEBHOOK);
    String token = settings.value(IncidentTransport.SECONDARY_TOKEN);
    if (address == null || address.isBlank() || token == null || token.isBlank()) {
      throw new IllegalStateException(
          IncidentTransport.SECONDARY_WEBHOOK
              + " and "
              + IncidentTransport.SECONDARY_TOKEN
              + " must be set for a test delivery");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "alert.test").put("at", clock.millis());
    body.put("message", "A test of the second way that incidents leave by. Nothing is wrong.");
    return HttpRequest.newBuilder(URI.create(address.strip()))
        .timeout(TIMEOUT)
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token.strip())
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(BodyPublishers.ofString(body.toString()))
        .build();
  }

  /// What is on record. A record that cannot be read is none.
  public TestDelivery onRecord() {
    Instant last = lastSuccess();
    boolean recent = last != null && !clock.instant().isAfter(last.plus(maxAge));
    return new TestDelivery(last, recent);
  }

  private @Nullable Instant lastSuccess() {
    try {
      String text = file.read().map(json -> json.path(LAST_SUCCESS).asText()).orElse("");
      return text.isEmpty() ? null : Instant.parse(text);
    } catch (IOException | DateTimeParseException e) {
      LOG.warn("The record of test deliveries at {} cannot be read", file.path(), e);
      return null;
    }
  }
}
