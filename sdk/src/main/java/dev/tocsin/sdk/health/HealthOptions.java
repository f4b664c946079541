package dev.tocsin.sdk.health;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// How a [HealthEngine] works.
///
/// @param refreshInterval how often every indicator is run even if nobody asks, so that figures
///   derived from the results never go stale
/// @param jobHeartbeat present when job heartbeats are required for readiness
public record HealthOptions(
    InstantSource clock,
    Duration refreshInterval,
    WatchdogOptions watchdog,
    @Nullable JobHeartbeat jobHeartbeat) {

  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofSeconds(15);

  public static HealthOptions defaults() {
    return new HealthOptions(
        InstantSource.system(), DEFAULT_REFRESH_INTERVAL, WatchdogOptions.DEFAULT, null);
  }

  public HealthOptions withJobHeartbeat(JobHeartbeat heartbeat) {
    return new HealthOptions(clock, refreshInterval, watchdog, heartbeat);
  }

  public HealthOptions withWatchdog(WatchdogOptions options) {
    return new HealthOptions(clock, refreshInterval, options, jobHeartbeat);
  }
}
