package dev.tocsin.sdk.health;

import java.time.Duration;

/// An indicator whose description is data and whose work is a function.
record SimpleIndicator(
    String name, Criticality criticality, HealthScope scope, Duration timeout, HealthCheck work)
    implements HealthIndicator {

  @Override
  public HealthOutcome check() throws Exception {
    return work.check();
  }
}
