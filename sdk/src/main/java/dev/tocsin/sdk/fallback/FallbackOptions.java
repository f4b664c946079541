package dev.tocsin.sdk.fallback;

import java.time.Duration;

/// The limits of [Fallbacks].
///
/// @param dedupWindow a key that stays active is told of again after this time, not earlier
/// @param quietAfter a key that nobody has raised for this time counts as resolved
/// @param keyLimit keys that are remembered; resolved ones make room for new ones
/// @param queueLimit events that may wait for the listeners
public record FallbackOptions(
    Duration dedupWindow, Duration quietAfter, int keyLimit, int queueLimit) {

  public FallbackOptions {
    requirePositive("dedup-window", dedupWindow);
    requirePositive("quiet-after", quietAfter);
    if (keyLimit < 1 || queueLimit < 1) {
      throw new IllegalArgumentException(
          "The key limit and the queue limit of the fallbacks must be at least 1.");
    }
  }

  /// 5 minutes, 30 minutes, 500 keys, 1000 events.
  public static FallbackOptions defaults() {
    return new FallbackOptions(Duration.ofMinutes(5), Duration.ofMinutes(30), 500, 1_000);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "The " + name + " of the fallbacks must be a positive duration, not " + value + ".");
    }
  }
}
