package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Image processing and the placeholders that stand in for it.
public final class ImageMetrics {

  private final CounterFamily placeholders;
  private final CounterFamily requests;
  private final HistogramFamily latency;

  ImageMetrics(Telemetry telemetry) {
    placeholders = telemetry.counter("image_placeholder_fallback_total");
    requests = telemetry.counter("image_processor_requests_total");
    latency = telemetry.histogram("image_processor_latency_seconds");
    for (PlaceholderReason reason : PlaceholderReason.values()) {
      placeholders.declare(Labelled.label(reason));
    }
    for (CallOutcome outcome : CallOutcome.values()) {
      requests.declare(Labelled.label(outcome));
    }
  }

  public void recordPlaceholder(PlaceholderReason reason) {
    placeholders.increment(Labelled.label(reason));
  }

  public void recordRequest(CallOutcome outcome, Duration time) {
    requests.increment(Labelled.label(outcome));
    latency.record(time);
  }
}
