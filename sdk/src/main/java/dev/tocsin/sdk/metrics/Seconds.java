package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Durations as metrics have them.
final class Seconds {

  private static final double MILLIS_PER_SECOND = 1_000;

  private Seconds() {}

  static double of(Duration duration) {
    return (double) duration.toMillis() / MILLIS_PER_SECOND;
  }
}
