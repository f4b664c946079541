package dev.tocsin.sdk.metrics;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What clients changed without a connection and still have to send.
public final class OfflineQueueMetrics implements MetricsArea {

  private final GaugeFamily depth;
  private final GaugeFamily oldestAge;
  private final CounterFamily syncs;

  OfflineQueueMetrics(Telemetry telemetry) {
    depth = telemetry.gauge("offline_queue_depth");
    oldestAge = telemetry.gauge("offline_queue_oldest_age_seconds");
    syncs = telemetry.counter("offline_queue_sync_total");
    for (CallStatus status : CallStatus.values()) {
      syncs.declare(Labelled.label(status));
    }
  }

  public void setQueue(long entries, Duration oldest) {
    depth.set((double) entries);
    oldestAge.set(Seconds.of(oldest));
  }

  /// One entry was synchronised, or could not be.
  public void recordSync(CallStatus outcome) {
    syncs.increment(Labelled.label(outcome));
  }

  @Override
  public String name() {
    return "operations";
  }

  /// The share of entries whose synchronisation succeeded.
  @Override
  public Map<String, Object> figures() {
    double ended = syncs.read().stream().mapToDouble(Reading::value).sum();
    double succeeded =
        syncs.read().stream()
            .filter(sync -> sync.label("outcome").equals(Labelled.label(CallStatus.SUCCESS)))
            .mapToDouble(Reading::value)
            .sum();
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("offlineQueueSyncSuccessRate", Ratio.of(succeeded, ended));
    return figures;
  }
}
