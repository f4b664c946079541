package dev.tocsin.server.deliver;

import java.time.InstantSource;

/// Lets a second's worth of attempts start at once, then as many as flow in.
final class Throttle {
  private static final int MILLIS = 1_000;

  private final int perSecond;
  private final InstantSource clock;
  private double tokens;
  private long filledMillis;

  /// @param perSecond 0 for no limit
  Throttle(int perSecond, InstantSource clock) {
    this.perSecond = perSecond;
    this.clock = clock;
    this.tokens = perSecond;
    this.filledMillis = clock.millis();
  }

  /// How many may start now.
  synchronized int available() {
    if (perSecond == 0) {
      return Integer.MAX_VALUE;
    }
    long now = clock.millis();
    double inflow = Math.max(0, now - filledMillis) * (double) perSecond / MILLIS;
    tokens = Math.min(perSecond, tokens + inflow);
    filledMillis = now;
    return (int) Math.max(0, Math.floor(tokens));
  }

  synchronized void take(int count) {
    tokens -= perSecond == 0 ? 0 : count;
  }

  /// How long until the next may start; 0 when one may start now.
  synchronized long waitMillis() {
    return available() > 0 ? 0 : (long) Math.ceil((1 - tokens) * MILLIS / perSecond);
  }
}
