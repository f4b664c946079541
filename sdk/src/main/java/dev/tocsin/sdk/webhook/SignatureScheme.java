package dev.tocsin.sdk.webhook;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a provider signs and names its events.
public interface SignatureScheme {

  /// Checks the request.
  ///
  /// @param secrets the ones that are valid now; several while a secret is being replaced
  SignatureVerdict verify(WebhookRequest request, List<String> secrets, Instant now);

  /// The name under which the provider sends an event again; empty when the request has none.
  Optional<String> eventId(WebhookRequest request);

  /// `Stripe-Signature`, five minutes of tolerance.
  static SignatureScheme stripe() {
    return new StripeSignature(SignatureTimes.DEFAULT_TOLERANCE);
  }

  /// Standard Webhooks 1.0.0, five minutes of tolerance.
  static SignatureScheme standardWebhooks() {
    return new StandardWebhooksSignature(SignatureTimes.DEFAULT_TOLERANCE);
  }
}
