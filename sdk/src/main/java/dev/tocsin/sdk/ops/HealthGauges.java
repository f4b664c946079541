package dev.tocsin.sdk.ops;

import dev.tocsin.sdk.health.HealthEngine;
import dev.tocsin.sdk.health.HealthStatus;
import dev.tocsin.sdk.health.IndicatorResult;
import dev.tocsin.sdk.metrics.GaugeFamily;
import dev.tocsin.sdk.metrics.Telemetry;

/// Publishes the health results that rules ask for as metrics: `redis_health_status`, 1 when the
/// indicator `redis` is UP, 0 when it is DOWN or DEGRADED, absent when Redis is not configured.
public final class HealthGauges {

  private static final String REDIS = "redis";

  private final GaugeFamily redis;

  private HealthGauges(Telemetry telemetry) {
    redis = telemetry.gauge("redis_health_status");
  }

  /// Keeps the gauges equal to the engine's latest results.
  public static void publish(HealthEngine health, Telemetry telemetry) {
    HealthGauges gauges = new HealthGauges(telemetry);
    health.addListener(gauges::heard);
  }

  private void heard(IndicatorResult result) {
    if (result.name().equals(REDIS) && result.status() != HealthStatus.NOT_CONFIGURED) {
      redis.set(result.status() == HealthStatus.UP ? 1 : 0);
    }
  }
}
