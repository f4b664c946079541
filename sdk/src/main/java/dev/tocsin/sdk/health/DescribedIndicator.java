package dev.tocsin.sdk.health;

import java.time.Duration;

/// An indicator that keeps what it says of itself in one record.
public interface DescribedIndicator extends HealthIndicator {

  IndicatorDescription description();

  @Override
  default String name() {
    return description().name();
  }

  @Override
  default String displayName() {
    return description().displayName();
  }

  @Override
  default Criticality criticality() {
    return description().criticality();
  }

  @Override
  default HealthScope scope() {
    return description().scope();
  }

  @Override
  default Duration timeout() {
    return description().timeout();
  }

  @Override
  default Duration cacheTime() {
    return description().cacheTime();
  }
}
