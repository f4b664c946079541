package dev.tocsin.sdk.health;

import java.time.Duration;
import java.time.Instant;

/// One finished check: what it found, how long that took and when.
public record IndicatorResult(
    String name,
    Criticality criticality,
    HealthOutcome outcome,
    Duration latency,
    Instant checkedAt) {

  public HealthStatus status() {
    return outcome.status();
  }

  public boolean critical() {
    return criticality == Criticality.CRITICAL;
  }
}
