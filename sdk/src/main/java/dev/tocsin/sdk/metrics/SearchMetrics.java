package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Searches from their start to their end.
public final class SearchMetrics {

  private final HistogramFamily completion;

  SearchMetrics(Telemetry telemetry) {
    completion = telemetry.histogram("search_completion_seconds");
  }

  public void recordCompletion(SearchOutcome outcome, Duration time) {
    completion.record(time, Labelled.label(outcome));
  }
}
