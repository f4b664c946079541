package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Ads: the steps of an auction, and the viewer controls when they are missing.
public final class AdsMetrics {

  private final HistogramFamily candidates;
  private final HistogramFamily match;
  private final HistogramFamily control;
  private final HistogramFamily auction;
  private final CounterFamily degraded;
  private final CounterFamily abuse;

  AdsMetrics(Telemetry telemetry) {
    candidates = telemetry.histogram("ads_candidate_set_size");
    match = telemetry.histogram("ads_match_seconds");
    control = telemetry.histogram("ads_redis_control_seconds");
    auction = telemetry.histogram("ads_auction_seconds");
    degraded = telemetry.counter("ads_degraded_control_events_total");
    abuse = telemetry.counter("ads_abuse_signals_total");
    for (DegradedPolicy policy : DegradedPolicy.values()) {
      degraded.declare(Labelled.label(policy));
    }
  }

  public void recordMatch(int candidateCount, Duration time) {
    candidates.record((double) candidateCount);
    match.record(time);
  }

  public void recordControl(Duration time) {
    control.record(time);
  }

  public void recordAuction(Duration time) {
    auction.record(time);
  }

  /// A request was decided without viewer controls.
  public void recordDegradedControl(DegradedPolicy policy) {
    degraded.increment(Labelled.label(policy));
  }

  /// @param type a short fixed word such as `click_flood`
  public void recordAbuseSignal(String type) {
    abuse.increment(type);
  }
}
