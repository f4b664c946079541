package dev.tocsin.sdk.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Waits that double, with jitter: between half of the wait and the whole of it, so that instances
/// do not come back in step.
final class Backoff {

  private static final int MAX_DOUBLINGS = 30;

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;

  Backoff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /// The wait after so many failures in a row.
  Duration after(int failures) {
    int doublings = Math.min(Math.max(0, failures - 1), MAX_DOUBLINGS);
    Duration doubled = first.multipliedBy(1L << doublings);
    Duration wait = doubled.compareTo(longest) > 0 ? longest : doubled;
    long half = wait.toNanos() / 2;
    return Duration.ofNanos(half + (long) (random.nextDouble() * half));
  }
}
