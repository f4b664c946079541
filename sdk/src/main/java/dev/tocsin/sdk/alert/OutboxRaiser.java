package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.outbox.OutboxAlerts;
import java.util.Map;

/// The two alerts of an outbox. A loss is a moment; events in a buffer are a state with an end.
final class OutboxRaiser implements OutboxAlerts {

  private static final String LOST = ".events-lost";

  private final Fallbacks fallbacks;

  OutboxRaiser(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public void raise(String key, String text) {
    if (key.endsWith(LOST)) {
      fallbacks.raise(AlertKey.of(key), FallbackSeverity.CRITICAL, text, Map.of());
    } else {
      fallbacks.raiseUntilResolved(AlertKey.of(key), FallbackSeverity.WARNING, text, Map.of());
    }
  }

  @Override
  public void clear(String key) {
    fallbacks.resolve(AlertKey.of(key));
  }
}
