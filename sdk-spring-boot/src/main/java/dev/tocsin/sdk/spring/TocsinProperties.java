package dev.tocsin.sdk.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// The settings under `tocsin`; `sdk/README.md` explains each.
@ConfigurationProperties("tocsin")
record TocsinProperties(
    @DefaultValue Metrics metrics, @DefaultValue Health health, @DefaultValue Ops ops) {

  /// @param enabled whether `/metrics` is served; not set means that `METRICS_ENABLED` decides
  /// @param token bearer token that a scraper must present; not set means none is asked for
  record Metrics(
      @Nullable Boolean enabled, @Nullable String token, @DefaultValue("1000") int seriesLimit) {

    @Override
    public String toString() {
      return "Metrics[enabled=" + enabled + ", seriesLimit=" + seriesLimit + "]";
    }
  }

  /// @param redisUrl where Redis is; not set means that `REDIS_URL` decides
  record Health(
      @DefaultValue("0.95") double maxHeapUsedRatio,
      @DefaultValue("2s") Duration databaseTimeout,
      @DefaultValue("15s") Duration refreshInterval,
      @Nullable String redisUrl,
      @DefaultValue Watchdog watchdog,
      @DefaultValue Jobs jobs) {

    @Override
    public String toString() {
      return "Health[maxHeapUsedRatio=" + maxHeapUsedRatio + ", watchdog=" + watchdog + "]";
    }
  }

  /// When the process counts as unresponsive.
  record Watchdog(
      @DefaultValue("1s") Duration interval,
      @DefaultValue("5s") Duration maxLag,
      @DefaultValue("10s") Duration maxExecutorWait) {}

  /// @param heartbeatRequired not set means that `JOB_HEARTBEAT_REQUIRED` decides
  record Jobs(
      @Nullable Boolean heartbeatRequired, @DefaultValue("5m") Duration heartbeatThreshold) {}

  /// @param port a listener of its own for the probe and scrape paths; 0 picks a free port, not set
  ///   means none
  /// @param address the address it binds to
  record Ops(@Nullable Integer port, @DefaultValue("0.0.0.0") String address) {}
}
