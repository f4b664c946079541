package dev.tocsin.sdk.health;

import java.time.Duration;
import java.util.Map;

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

  /// Which surface of its own shows it beside the general ones.
  default IndicatorKind kind() {
    return IndicatorKind.OTHER;
  }

  /// Figures for everybody that are at hand without asking the dependency, shown on `/readyz`:
  /// small numbers and booleans, no names, hosts or versions. Must be fast and must not throw.
  default Map<String, Object> publicFigures() {
    return Map.of();
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
