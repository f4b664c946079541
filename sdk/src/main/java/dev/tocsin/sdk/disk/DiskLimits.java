package dev.tocsin.sdk.disk;

import java.time.Duration;

/// When a volume is too full, as shares of 1, and how often to look.
public record DiskLimits(double warningRatio, double criticalRatio, Duration interval) {

  public static final double DEFAULT_WARNING_RATIO = 0.70;
  public static final double DEFAULT_CRITICAL_RATIO = 0.85;
  public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(30);

  public DiskLimits {
    if (!(warningRatio > 0 && warningRatio < criticalRatio && criticalRatio <= 1)) {
      throw new IllegalArgumentException(
          "The disk limits must be shares of 1, the warning ("
              + warningRatio
              + ") below the critical one ("
              + criticalRatio
              + ").");
    }
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("The interval of the disk watch must be at least 1 ms.");
    }
  }

  public static DiskLimits defaults() {
    return new DiskLimits(DEFAULT_WARNING_RATIO, DEFAULT_CRITICAL_RATIO, DEFAULT_INTERVAL);
  }
}
