package dev.tocsin.sdk.event;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that double, with jitter: a random part of the upper half, so that many applications do
/// not come back together.
final class Backoff {
  private static final int LONGEST_SHIFT = 20;

  private final Duration first;
  private final Duration longest;
  private int failures;

  Backoff(EventLimits limits) {
    this.first = limits.firstPause();
    this.longest = limits.longestPause();
  }

  void succeeded() {
    failures = 0;
  }

  /// The pause after one more failure.
  ///
  /// @param wanted what the receiver asked for in `Retry-After`; zero when it did not
  Duration failed(Duration wanted) {
    long doubled = first.toMillis() << Math.min(failures, LONGEST_SHIFT);
    long limit = Math.min(doubled, longest.toMillis());
    failures++;
    long pause = limit / 2 + ThreadLocalRandom.current().nextLong(limit / 2 + 1);
    return Duration.ofMillis(Math.max(pause, Math.min(wanted.toMillis(), longest.toMillis())));
  }
}
