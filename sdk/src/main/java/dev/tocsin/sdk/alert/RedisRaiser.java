package dev.tocsin.sdk.alert;

import dev.tocsin.sdk.data.RedisFallback;
import dev.tocsin.sdk.fallback.FallbackSeverity;
import dev.tocsin.sdk.fallback.Fallbacks;
import java.util.Map;
import java.util.function.Consumer;

/// Features that go on without Redis, each a warning that lasts until it has Redis again.
final class RedisRaiser implements Consumer<RedisFallback> {

  private final Fallbacks fallbacks;

  RedisRaiser(Fallbacks fallbacks) {
    this.fallbacks = fallbacks;
  }

  @Override
  public void accept(RedisFallback change) {
    String key = AlertKey.of("redis.unavailable." + change.feature());
    if (change.active()) {
      fallbacks.raiseUntilResolved(
          key,
          FallbackSeverity.WARNING,
          change.feature() + " goes on without Redis, which is configured: " + change.reason(),
          Map.of("feature", change.feature()));
    } else {
      fallbacks.resolve(key);
    }
  }
}
