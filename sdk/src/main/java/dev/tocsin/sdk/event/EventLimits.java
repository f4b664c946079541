package dev.tocsin.sdk.event;

import java.time.Duration;

/// How much may wait, and how patiently.
///
/// @param memoryEvents events that are not on disk yet
/// @param diskBytes events that the server has not taken; over it the newest is refused and counted
/// @param attempts tries at each webhook before an alert is given up
/// @param firstPause before the second try; doubles with every further one
/// @param longestPause between two tries
public record EventLimits(
    int memoryEvents, long diskBytes, int attempts, Duration firstPause, Duration longestPause) {

  public EventLimits {
    if (memoryEvents < 1 || diskBytes < 1 || attempts < 1) {
      throw new IllegalArgumentException("The limits of events must be at least 1.");
    }
    if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
      throw new IllegalArgumentException(
          "The first pause must be above zero and at most the longest one.");
    }
  }

  /// 10,000 events in memory, 64 MiB on disk, 8 tries, pauses from 1 s to 1 min.
  public static EventLimits defaults() {
    return new EventLimits(10_000, 64L << 20, 8, Duration.ofSeconds(1), Duration.ofMinutes(1));
  }
}
