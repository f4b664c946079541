package dev.tocsin.sdk.queue;

import java.time.Duration;

/// From when on a queue needs attention. Shown beside the figures.
///
/// @param maxDepth more waiting entries make the verdict AMBER
/// @param maxAge an older waiting entry makes it RED
public record QueueLimits(long maxDepth, Duration maxAge) {

  private static final long DEFAULT_DEPTH = 1_000;
  private static final Duration DEFAULT_AGE = Duration.ofMinutes(5);

  public QueueLimits {
    if (maxDepth < 1 || maxAge.isNegative() || maxAge.isZero()) {
      throw new IllegalArgumentException("The limits of a queue must be greater than zero.");
    }
  }

  public static QueueLimits defaults() {
    return new QueueLimits(DEFAULT_DEPTH, DEFAULT_AGE);
  }
}
