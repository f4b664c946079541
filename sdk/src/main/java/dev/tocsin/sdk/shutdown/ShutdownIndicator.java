package dev.tocsin.sdk.shutdown;

import dev.tocsin.sdk.health.HealthIndicator;
import dev.tocsin.sdk.health.HealthOutcome;
import java.time.Duration;

/// Makes readiness 503 from the moment in which the shutdown begins.
public final class ShutdownIndicator implements HealthIndicator {

  private final Shutdown shutdown;

  public ShutdownIndicator(Shutdown shutdown) {
    this.shutdown = shutdown;
  }

  @Override
  public String name() {
    return "shutdown";
  }

  @Override
  public Duration cacheTime() {
    return Duration.ZERO;
  }

  @Override
  public HealthOutcome check() {
    return shutdown.begun() ? HealthOutcome.down("shutting down") : HealthOutcome.up();
  }
}
