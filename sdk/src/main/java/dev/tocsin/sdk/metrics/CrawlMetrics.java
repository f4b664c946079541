package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Crawls and what is done about those that drift.
public final class CrawlMetrics {

  private final CounterFamily redispatches;
  private final CounterFamily startRetries;
  private final CounterFamily requests;
  private final HistogramFamily latency;
  private final GaugeFamily oldestAge;

  CrawlMetrics(Telemetry telemetry) {
    redispatches = telemetry.counter("crawl_reconcile_redispatch_total");
    startRetries = telemetry.counter("crawl_search_start_retries_total");
    requests = telemetry.counter("crawler_requests_total");
    latency = telemetry.histogram("crawler_latency_seconds");
    oldestAge = telemetry.gauge("crawl_record_oldest_age_seconds");
    for (CallOutcome outcome : CallOutcome.values()) {
      requests.declare(Labelled.label(outcome));
    }
  }

  public void recordRequest(CallOutcome outcome, Duration time) {
    requests.increment(Labelled.label(outcome));
    latency.record(time);
  }

  public void recordRedispatch() {
    redispatches.increment();
  }

  public void recordSearchStartRetry() {
    startRetries.increment();
  }

  /// Zero when no record is in the state.
  public void setOldestAge(CrawlState state, Duration age) {
    oldestAge.set(Seconds.of(age), state.label());
  }
}
