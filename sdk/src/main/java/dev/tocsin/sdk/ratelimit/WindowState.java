package dev.tocsin.sdk.ratelimit;

import java.time.Duration;

/// The two fixed windows that a sliding one is estimated from: requests of the previous window
/// count by the share of it that the sliding window still covers.
///
/// @param allowed whether the request was let through; `current` includes it then
/// @param elapsedMillis since the current window began
record WindowState(boolean allowed, long previous, long current, long elapsedMillis) {

  /// Asks for one more request.
  static WindowState admit(RateLimitRule rule, long previous, long current, long elapsedMillis) {
    boolean allowed = used(rule, previous, current, elapsedMillis) + 1 <= rule.limit();
    return new WindowState(allowed, previous, allowed ? current + 1 : current, elapsedMillis);
  }

  RateDecision decision(RateLimitRule rule, boolean local) {
    double used = used(rule, previous, current, elapsedMillis);
    int remaining = (int) Math.max(0, Math.floor(rule.limit() - used));
    Duration wait = allowed ? Duration.ZERO : Duration.ofMillis(millisUntilNext(rule));
    long untilReset = rule.window().toMillis() - elapsedMillis;
    return new RateDecision(allowed, rule, remaining, Duration.ofMillis(untilReset), wait, local);
  }

  private static double used(RateLimitRule rule, long previous, long current, long elapsed) {
    double window = (double) rule.window().toMillis();
    return previous * (window - elapsed) / window + current;
  }

  /// When the estimate has sunk far enough for one more request, nothing else happening.
  private long millisUntilNext(RateLimitRule rule) {
    double window = (double) rule.window().toMillis();
    double free = rule.limit() - 1.0 - current;
    if (free >= 0) {
      return (long) Math.ceil(window * (1 - free / previous) - elapsedMillis);
    }
    double intoNext = window * (1 - (rule.limit() - 1.0) / current);
    return (long) Math.ceil(window - elapsedMillis + Math.max(0, intoNext));
  }
}
