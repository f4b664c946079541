package dev.tocsin.sdk.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The sign of life of the scheduled jobs. It is stale when the last beat is older than the
/// threshold; before the first beat the age counts from the start of the process.
public final class JobHeartbeat {

  private final InstantSource clock;
  private final Duration threshold;
  private volatile Instant lastBeat;

  public JobHeartbeat(InstantSource clock, Duration threshold) {
    this.clock = clock;
    this.threshold = threshold;
    this.lastBeat = clock.instant();
  }

  /// A job ran.
  public void beat() {
    lastBeat = clock.instant();
  }

  public Duration age() {
    return Duration.between(lastBeat, clock.instant());
  }

  public Duration threshold() {
    return threshold;
  }

  public boolean fresh() {
    return age().compareTo(threshold) <= 0;
  }
}
