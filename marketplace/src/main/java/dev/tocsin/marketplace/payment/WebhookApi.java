package dev.tocsin.marketplace.payment;

import dev.tocsin.marketplace.queue.JobInbox;
import dev.tocsin.marketplace.queue.JobQueues;
import dev.tocsin.marketplace.web.Envelope;
import dev.tocsin.marketplace.web.ProblemException;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.WebhookResult;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Takes the provider's signed events and writes them down; the answer 200 means: it is in the
/// table.
@RestController
class WebhookApi {
  static final int MOST_BYTES = 16 * 1024;

  private final WebhookRegistration registration;
  private final WebhookSignature signature;
  private final JobInbox inbox;
  private final JobQueues queues;
  private final JsonMapper json;
  private final ApplicationMetrics metrics;

  WebhookApi(
      WebhookRegistration registration,
      JobInbox inbox,
      JobQueues queues,
      JsonMapper json,
      ApplicationMetrics metrics,
      InstantSource clock) {
    this.registration = registration;
    this.signature = new WebhookSignature(clock);
    this.inbox = inbox;
    this.queues = queues;
    this.json = json;
    this.metrics = metrics;
  }

  @PostMapping(WebhookRegistration.PATH)
  Envelope receive(HttpServletRequest request) throws IOException {
    var bytes = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw refused(HttpStatus.CONTENT_TOO_LARGE, "An event has at most " + MOST_BYTES + " bytes.");
    }
    var body = new String(bytes, StandardCharsets.UTF_8);
    var secret = registration.secret();
    if (secret.isEmpty()) {
      throw refused(HttpStatus.SERVICE_UNAVAILABLE, "Not registered for events yet.");
    }
    if (!signature.isGenuine(request.getHeader("Stripe-Signature"), body, secret.get())) {
      throw refused(HttpStatus.BAD_REQUEST, "The signature does not fit.");
    }
    return accept(body);
  }

  private Envelope accept(String body) {
    var event = parse(body);
    if (!event.isOfInterest()) {
      metrics.recordWebhookEvent(WebhookResult.IGNORED);
      return Envelope.success("Not of interest", event.id());
    }
    if (!inbox.add(WebhookWork.QUEUE, event.id(), body)) {
      metrics.recordWebhookEvent(WebhookResult.IGNORED);
      return Envelope.success("Known already", event.id());
    }
    queues.wake(WebhookWork.QUEUE);
    return Envelope.success("Accepted", event.id());
  }

  private WebhookEvent parse(String body) {
    try {
      var event = WebhookEvent.of(json.readTree(body));
      if (event.isWellFormed()) {
        return event;
      }
    } catch (JacksonException _) {
      // Falls through to the one refusal for everything that is not an event.
    }
    throw refused(HttpStatus.BAD_REQUEST, "This is not an event.");
  }

  private ProblemException refused(HttpStatus status, String text) {
    metrics.recordWebhookEvent(WebhookResult.ERROR);
    return new ProblemException(status, "WEBHOOK_REFUSED", text);
  }
}
