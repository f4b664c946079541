package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Alerts that the application itself sends to the incident channel.
public final class IncidentMetrics {

  private final GaugeFamily pending;
  private final GaugeFamily oldestAge;
  private final GaugeFamily deadLetter;
  private final GaugeFamily configured;
  private final CounterFamily dropped;

  IncidentMetrics(Telemetry telemetry) {
    pending = telemetry.gauge("incident_alerts_pending");
    oldestAge = telemetry.gauge("incident_alerts_oldest_pending_age_seconds");
    deadLetter = telemetry.gauge("incident_alerts_dead_letter");
    configured = telemetry.gauge("incident_transport_configured");
    dropped = telemetry.counter("incident_alerts_dropped_total");
  }

  public void setPending(long alerts, Duration oldest) {
    pending.set((double) alerts);
    oldestAge.set(Seconds.of(oldest));
  }

  public void setDeadLetters(long alerts) {
    deadLetter.set((double) alerts);
  }

  public void recordDropped() {
    dropped.increment();
  }

  /// @param transport `primary` or `secondary`
  public void setConfigured(String transport, boolean webhook, boolean token) {
    configured.set(webhook ? 1 : 0, transport, "webhook");
    configured.set(token ? 1 : 0, transport, "token");
  }
}
