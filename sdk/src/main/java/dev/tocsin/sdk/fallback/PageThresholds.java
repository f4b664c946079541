package dev.tocsin.sdk.fallback;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Up to where a mode is only shown as degraded, and from where on a person is called.
///
/// @param activeFor calls when the mode lasts this long; null: however long it lasts
/// @param occurrences calls when it was raised this often; null: however often
public record PageThresholds(@Nullable Duration activeFor, @Nullable Long occurrences) {

  public PageThresholds {
    if (activeFor != null && activeFor.isNegative()) {
      throw new IllegalArgumentException("The duration before paging must not be negative.");
    }
    if (occurrences != null && occurrences < 1) {
      throw new IllegalArgumentException("The occurrences before paging must be at least 1.");
    }
  }

  /// Never calls.
  public static PageThresholds degradeOnly() {
    return new PageThresholds(null, null);
  }

  /// Calls as soon as the mode is active.
  public static PageThresholds atOnce() {
    return new PageThresholds(Duration.ZERO, null);
  }

  boolean reachedBy(FallbackStatus status, Instant now) {
    boolean tooLong = activeFor != null && !now.isBefore(status.firstSeen().plus(activeFor));
    boolean tooOften = occurrences != null && status.count() >= occurrences;
    return tooLong || tooOften;
  }
}
