package dev.tocsin.sdk.health;

import java.time.Duration;

/// What an indicator says of itself: everything but its work.
///
/// @param name key in reports and labels: lower case, digits and dashes, unique in the application
/// @param cacheTime how long a result is given out again
public record IndicatorDescription(
    String name,
    String displayName,
    Criticality criticality,
    HealthScope scope,
    Duration timeout,
    Duration cacheTime) {

  /// How long the result of a service outside is given out again, unless told otherwise.
  public static final Duration EXTERNAL_CACHE_TIME = Duration.ofSeconds(30);

  private static final Duration EXTERNAL_TIMEOUT = Duration.ofSeconds(5);

  public IndicatorDescription {
    if (name.isBlank() || timeout.isNegative() || timeout.isZero() || cacheTime.isNegative()) {
      throw new IllegalArgumentException(
          "An indicator needs a name, a timeout over 0 and a cache time of at least 0, not '"
              + name
              + "', "
              + timeout
              + ", "
              + cacheTime
              + ".");
    }
  }

  /// A service outside, without which the application serves worse.
  public static IndicatorDescription external(String name, String displayName) {
    return new IndicatorDescription(
        name,
        displayName,
        Criticality.DEGRADING,
        HealthScope.EXTERNAL,
        EXTERNAL_TIMEOUT,
        EXTERNAL_CACHE_TIME);
  }

  public IndicatorDescription withCriticality(Criticality other) {
    return new IndicatorDescription(name, displayName, other, scope, timeout, cacheTime);
  }

  public IndicatorDescription withScope(HealthScope other) {
    return new IndicatorDescription(name, displayName, criticality, other, timeout, cacheTime);
  }

  public IndicatorDescription withTimeout(Duration other) {
    return new IndicatorDescription(name, displayName, criticality, scope, other, cacheTime);
  }

  public IndicatorDescription withCacheTime(Duration other) {
    return new IndicatorDescription(name, displayName, criticality, scope, timeout, other);
  }
}
