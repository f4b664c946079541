package dev.tocsin.sdk.metrics;

/// Requests that a rate limiter refused, and whether it still sees the other replicas.
public final class RateLimitMetrics {

  private final CounterFamily denied;
  private final GaugeFamily localFallback;

  RateLimitMetrics(Telemetry telemetry) {
    denied = telemetry.counter("rate_limit_denied_total");
    localFallback = telemetry.gauge("rate_limit_local_fallback");
  }

  /// @param route the template of the route
  public void recordDenied(String route, String limiter) {
    denied.increment(route, limiter);
  }

  public void setLocalFallback(boolean local) {
    localFallback.set(local ? 1 : 0);
  }
}
