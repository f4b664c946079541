package dev.tocsin.sdk.ratelimit;

/// Where requests are counted.
sealed interface RateStore permits LocalRateStore, RedisRateStore {

  /// Counts a request if the rule lets it through.
  WindowState hit(String key, RateLimitRule rule, long nowMillis);
}
