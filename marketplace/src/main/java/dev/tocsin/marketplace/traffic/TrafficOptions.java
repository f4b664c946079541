package dev.tocsin.marketplace.traffic;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How many visitors come, and how they are drawn.
///
/// @param seed the same seed draws the same visitors
/// @param visitorsAtOnce when so many are in the shop, others do not come in
/// @param thinkTime average pause between two clicks
@ConfigurationProperties(prefix = "marketplace.traffic", ignoreUnknownFields = false)
record TrafficOptions(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("90") int visitsPerMinute,
    @DefaultValue("7") long seed,
    @DefaultValue("64") int visitorsAtOnce,
    @DefaultValue("600ms") Duration thinkTime) {
  private static final int MOST_VISITS = 6_000;
  private static final int MOST_VISITORS = 1_000;

  TrafficOptions {
    if (visitsPerMinute < 1 || visitsPerMinute > MOST_VISITS) {
      throw new IllegalArgumentException(
          "marketplace.traffic.visits-per-minute must be 1 to "
              + MOST_VISITS
              + ": "
              + visitsPerMinute);
    }
    if (visitorsAtOnce < 1 || visitorsAtOnce > MOST_VISITORS) {
      throw new IllegalArgumentException(
          "marketplace.traffic.visitors-at-once must be 1 to "
              + MOST_VISITORS
              + ": "
              + visitorsAtOnce);
    }
    if (thinkTime.isNegative()) {
      throw new IllegalArgumentException("marketplace.traffic.think-time must not be negative.");
    }
  }
}
