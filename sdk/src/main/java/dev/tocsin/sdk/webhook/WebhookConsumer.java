package dev.tocsin.sdk.webhook;

import dev.tocsin.sdk.metrics.WebhookResult;

/// What the application does with a genuine event.
@FunctionalInterface
public interface WebhookConsumer {

  /// Handles it: `SUCCESS`, or `IGNORED` when the event is of no interest. `ERROR` and exceptions
  /// make the provider send it again.
  WebhookResult accept(WebhookRequest request) throws Exception;
}
