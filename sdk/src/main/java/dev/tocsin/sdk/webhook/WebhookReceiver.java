package dev.tocsin.sdk.webhook;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import dev.tocsin.sdk.metrics.WebhookResult;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a provider's events: genuine ones, and each once in effect.
///
/// An event is claimed before it is handled and completed afterwards. If handling fails the claim
/// is given back, so that the provider's next attempt is not taken for a replay; if the process
/// dies the claim runs out. The same id with another payload is handled by nobody. When the store
/// of replays is away nothing is handled, and the answer asks the provider to come again.
///
/// Counts `webhook_events_total` by result and what was turned down in `webhook_rejections_total`;
/// logs `<provider>_webhook_error` and `<provider>_webhook_replayed_mismatch`.
public final class WebhookReceiver {

  private static final Logger LOG = LoggerFactory.getLogger(WebhookReceiver.class);
  private static final int MAX_ID_LENGTH = 200;

  private final WebhookOptions options;
  private final SignatureScheme scheme;
  private final Supplier<List<String>> secrets;
  private final ReplayStore replays;
  private final InstantSource clock;
  private final CounterFamily events;
  private final CounterFamily rejections;

  /// @param secrets asked for at each request; empty means that nothing can be checked yet
  public WebhookReceiver(
      WebhookOptions options,
      SignatureScheme scheme,
      Supplier<List<String>> secrets,
      ReplayStore replays,
      Telemetry telemetry,
      InstantSource clock) {
    this.options = options;
    this.scheme = scheme;
    this.secrets = secrets;
    this.replays = replays;
    this.clock = clock;
    this.events = telemetry.counter("webhook_events_total", "Webhook events received.", "result");
    this.rejections =
        telemetry.counter(
            "webhook_rejections_total",
            "Webhook requests that were not handled, by reason.",
            "provider",
            "reason");
    for (WebhookResult result : WebhookResult.values()) {
      events.declare(label(result));
    }
  }

  /// Checks the request and has the event handled. Never throws.
  public WebhookOutcome receive(WebhookRequest request, WebhookConsumer consumer) {
    try {
      List<String> valid = secrets.get();
      if (valid.isEmpty()) {
        return refuse(WebhookOutcome.UNAVAILABLE, "no_secret");
      }
      String problem = problem(request, valid);
      if (problem != null) {
        return refuse(WebhookOutcome.REJECTED, problem);
      }
      Optional<String> id = scheme.eventId(request).filter(WebhookReceiver::usable);
      if (id.isEmpty()) {
        return refuse(WebhookOutcome.REJECTED, "no_id");
      }
      return once(options.provider() + ":" + id.get(), request, consumer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return refuse(WebhookOutcome.UNAVAILABLE, "interrupted");
    } catch (Exception e) {
      return refuse(WebhookOutcome.UNAVAILABLE, "store", e);
    }
  }

  private @Nullable String problem(WebhookRequest request, List<String> valid) {
    if (request.sizeBytes() > options.maxBodyBytes()) {
      return "too_large";
    }
    SignatureVerdict verdict = scheme.verify(request, valid, clock.instant());
    return verdict == SignatureVerdict.GENUINE ? null : verdict.label();
  }

  private WebhookOutcome once(String id, WebhookRequest request, WebhookConsumer consumer)
      throws Exception {
    String digest = digest(request.body());
    Claim claim = replays.claim(id, digest, options.lease());
    if (claim == Claim.MISMATCH) {
      return mismatch(id);
    }
    if (claim == Claim.TAKEN) {
      return handle(id, digest, request, consumer);
    }
    events.increment(label(WebhookResult.IGNORED));
    boolean done = claim == Claim.DONE;
    rejections.increment(options.provider(), done ? "replayed" : "in_progress");
    return done ? WebhookOutcome.DUPLICATE : WebhookOutcome.IN_PROGRESS;
  }

  private WebhookOutcome handle(
      String id, String digest, WebhookRequest request, WebhookConsumer consumer) throws Exception {
    WebhookResult result;
    try {
      result = Objects.requireNonNull(consumer.accept(request), "the consumer gave no result");
    } catch (Exception e) {
      replays.release(id);
      return refuse(WebhookOutcome.FAILED, "failed", e);
    }
    if (result == WebhookResult.ERROR) {
      replays.release(id);
      return refuse(WebhookOutcome.FAILED, "failed");
    }
    events.increment(label(result));
    remember(id, digest);
    return result == WebhookResult.SUCCESS ? WebhookOutcome.ACCEPTED : WebhookOutcome.IGNORED;
  }

  /// The event is handled; a store that fails now must not make the provider send it again at once.
  /// Its claim keeps replays away until the lease ends.
  private void remember(String id, String digest) {
    try {
      replays.complete(id, digest, options.retention());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("a handled webhook event could not be remembered", e);
    }
  }

  private WebhookOutcome mismatch(String id) {
    String event = options.provider() + "_webhook_replayed_mismatch";
    events.increment(label(WebhookResult.ERROR));
    rejections.increment(options.provider(), "mismatch");
    LOG.atError()
        .addKeyValue("event", event)
        .addKeyValue("eventId", id)
        .log("{}: the event {} came again with another payload", event, id);
    return WebhookOutcome.MISMATCH;
  }

  private WebhookOutcome refuse(WebhookOutcome outcome, String reason, Exception... cause) {
    String event = options.provider() + "_webhook_error";
    events.increment(label(WebhookResult.ERROR));
    rejections.increment(options.provider(), reason);
    LOG.atWarn()
        .addKeyValue("event", event)
        .addKeyValue("reason", reason)
        .setCause(cause.length > 0 ? cause[0] : null)
        .log("{}: {}", event, reason);
    return outcome;
  }

  private static boolean usable(String id) {
    return !id.isBlank()
        && id.length() <= MAX_ID_LENGTH
        && id.chars().allMatch(character -> character > ' ' && character < 127);
  }

  private static String label(WebhookResult result) {
    return result.name().toLowerCase(Locale.ROOT);
  }

  private static String digest(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: this JDK lacks SHA-256", e);
    }
  }
}
