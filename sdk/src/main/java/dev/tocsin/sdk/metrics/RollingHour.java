package dev.tocsin.sdk.metrics;

import java.time.InstantSource;
import java.util.Arrays;

/// The sum of what was added in the last hour, in steps of one minute: what is older than 59 full
/// minutes and the one that runs is forgotten.
final class RollingHour {

  private static final int MINUTES = 60;
  private static final long MILLIS_PER_MINUTE = 60_000;

  private final InstantSource clock;
  private final double[] sums = new double[MINUTES];
  private final long[] minutes = new long[MINUTES];

  RollingHour(InstantSource clock) {
    this.clock = clock;
    Arrays.fill(minutes, Long.MIN_VALUE);
  }

  synchronized void add(double amount) {
    long minute = minute();
    int slot = (int) Math.floorMod(minute, (long) MINUTES);
    if (minutes[slot] != minute) {
      minutes[slot] = minute;
      sums[slot] = 0;
    }
    sums[slot] += amount;
  }

  synchronized double sum() {
    long oldest = minute() - MINUTES + 1;
    double sum = 0;
    for (int slot = 0; slot < MINUTES; slot++) {
      if (minutes[slot] >= oldest) {
        sum += sums[slot];
      }
    }
    return sum;
  }

  private long minute() {
    return Math.floorDiv(clock.millis(), MILLIS_PER_MINUTE);
  }
}
