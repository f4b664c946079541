package dev.tocsin.server.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How often and when a failed attempt is repeated: exponential back-off with full jitter, so that
/// notifications that failed together do not come back together.
///
/// @param attempts how many in all
/// @param first the longest wait after the first attempt; doubles with each
/// @param longest the longest wait of all
/// @param maxAge how old a notification may get before it is given up
public record RetryPolicy(int attempts, Duration first, Duration longest, Duration maxAge) {
  private static final int DOUBLING_LIMIT = 30;

  public static RetryPolicy defaults() {
    return new RetryPolicy(8, Duration.ofSeconds(5), Duration.ofMinutes(15), Duration.ofHours(24));
  }

  /// The wait after an attempt.
  ///
  /// @param attempt counted from 1
  /// @param wish what the receiver asked for; never cut short
  long delayMillis(int attempt, Duration wish, RandomGenerator random) {
    int doublings = Math.min(attempt - 1, DOUBLING_LIMIT);
    long most = Math.min(longest.toMillis(), first.toMillis() << doublings);
    return Math.max(wish.toMillis(), random.nextLong(most + 1));
  }
}
