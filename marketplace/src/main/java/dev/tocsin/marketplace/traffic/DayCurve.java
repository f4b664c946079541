package dev.tocsin.marketplace.traffic;

import java.time.Instant;
import java.time.ZoneOffset;

/// How busy the shop is at a time of day, as a factor around 1: least at four in the morning, most
/// at four in the afternoon (UTC). It stays between 0.85 and 1.15, so that a fault shows at night
/// too.
final class DayCurve {
  private static final double SWING = 0.15;
  private static final double QUIETEST_HOUR = 4;
  private static final double SECONDS_PER_HOUR = 3600;

  private DayCurve() {}

  static double factor(Instant time) {
    var hour = time.atOffset(ZoneOffset.UTC).toLocalTime().toSecondOfDay() / SECONDS_PER_HOUR;
    return 1 - SWING * Math.cos((hour - QUIETEST_HOUR) / 24 * 2 * Math.PI);
  }
}
