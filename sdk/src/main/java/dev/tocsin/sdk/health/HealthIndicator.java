package dev.tocsin.sdk.health;

import java.time.Duration;

/// A named check of one thing the application depends on. The methods with a default describe a
/// critical dependency that is part of readiness.
public interface HealthIndicator extends HealthCheck {

  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(2);
  Duration DEFAULT_CACHE_TIME = Duration.ofSeconds(1);

  /// Key in reports and labels: lower case, digits and dashes, unique in the application.
  String name();

  default String displayName() {
    return name();
  }

  default Criticality criticality() {
    return Criticality.CRITICAL;
  }

  default HealthScope scope() {
    return HealthScope.READINESS;
  }

  default Duration timeout() {
    return DEFAULT_TIMEOUT;
  }

  /// How long a result is given out again before the dependency is asked anew.
  default Duration cacheTime() {
    return DEFAULT_CACHE_TIME;
  }

  /// An indicator from a lambda.
  static HealthIndicator of(
      String name, Criticality criticality, HealthScope scope, HealthCheck check) {
    return new SimpleIndicator(name, criticality, scope, DEFAULT_TIMEOUT, check);
  }

  /// An indicator from a lambda, with its own time limit.
  static HealthIndicator of(
      String name,
      Criticality criticality,
      HealthScope scope,
      Duration timeout,
      HealthCheck check) {
    return new SimpleIndicator(name, criticality, scope, timeout, check);
  }
}
