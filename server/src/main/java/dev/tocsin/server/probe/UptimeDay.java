package dev.tocsin.server.probe;

import java.time.LocalDate;
import java.util.OptionalDouble;

/// The checks of one day (UTC). A day without checks is a day without data, neither good nor bad.
///
/// @param up how many were good and fast
/// @param degraded how many were good but slow
public record UptimeDay(LocalDate day, int total, int up, int degraded) {
  private static final double PERCENT = 100;

  public int down() {
    return total - up - degraded;
  }

  /// The share of good checks in percent; empty when there is no data.
  public OptionalDouble percentage(boolean degradedCountsAsUp) {
    if (total == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(PERCENT * (up + (degradedCountsAsUp ? degraded : 0)) / total);
  }
}
