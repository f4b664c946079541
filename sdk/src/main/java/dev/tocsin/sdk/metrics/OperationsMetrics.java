package dev.tocsin.sdk.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.function.DoubleSupplier;

/// Jobs, disks, backups, configuration, and what was lost on its way.
public final class OperationsMetrics {

  private static final double MILLIS_PER_SECOND = 1_000;

  private final GaugeFamily heartbeatAge;
  private final GaugeFamily heartbeatThreshold;
  private final GaugeFamily diskUsed;
  private final GaugeFamily backups;
  private final GaugeFamily configReadiness;
  private final CounterFamily fallbacks;
  private final CounterFamily telemetryDropped;
  private final CounterFamily logLinesDropped;

  OperationsMetrics(Telemetry telemetry) {
    heartbeatAge = telemetry.gauge("job_heartbeat_age_seconds");
    heartbeatThreshold = telemetry.gauge("job_heartbeat_threshold_seconds");
    diskUsed = telemetry.gauge("disk_used_ratio");
    backups = telemetry.gauge("backup_last_success_timestamp_seconds");
    configReadiness = telemetry.gauge("config_readiness");
    fallbacks = telemetry.counter("fallback_notifications_total");
    telemetryDropped = telemetry.counter("telemetry_dropped_total");
    logLinesDropped = telemetry.counter("log_lines_dropped_total");
  }

  /// Reads the age in seconds at each scrape, so that it grows when the job is silent.
  public void observeHeartbeat(String job, DoubleSupplier ageSeconds, Duration threshold) {
    heartbeatAge.observe(ageSeconds, job);
    heartbeatThreshold.set(Seconds.of(threshold), job);
  }

  /// @param ratio 0 to 1
  public void setDiskUsed(String volume, double ratio) {
    diskUsed.set(ratio, volume);
  }

  /// @param kind `pg_dump` or `uploads_sync`
  public void setBackupSuccess(String kind, Instant at) {
    backups.set((double) at.toEpochMilli() / MILLIS_PER_SECOND, kind);
  }

  public void setConfigReadiness(String key, boolean ready) {
    configReadiness.set(ready ? 1 : 0, key);
  }

  /// @param key the dotted key of the fallback
  public void recordFallback(String key) {
    fallbacks.increment(key);
  }

  public void recordTelemetryDropped(String sink, long items) {
    telemetryDropped.add((double) items, sink);
  }

  public void recordLogLinesDropped(long lines) {
    logLinesDropped.add((double) lines);
  }
}
