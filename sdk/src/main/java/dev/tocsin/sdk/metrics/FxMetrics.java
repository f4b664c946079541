package dev.tocsin.sdk.metrics;

import java.time.Duration;

/// Exchange rates, conversions by them, and the locale cache.
public final class FxMetrics {

  private final GaugeFamily age;
  private final GaugeFamily missing;
  private final CounterFamily refreshes;
  private final CounterFamily conversions;
  private final CounterFamily corruptions;

  FxMetrics(Telemetry telemetry) {
    age = telemetry.gauge("fx_rate_age_seconds");
    missing = telemetry.gauge("fx_coverage_missing");
    refreshes = telemetry.counter("fx_refresh_total");
    conversions = telemetry.counter("fx_conversions_total");
    corruptions = telemetry.counter("locale_cache_corruption_total");
    for (CallOutcome outcome : CallOutcome.values()) {
      refreshes.declare(Labelled.label(outcome));
    }
    for (RateState state : RateState.values()) {
      conversions.declare(Labelled.label(state));
    }
  }

  public void setRateAge(String currency, Duration rateAge) {
    age.set(Seconds.of(rateAge), Currencies.code(currency));
  }

  /// How many supported currencies have no rate.
  public void setCoverageMissing(int currencies) {
    missing.set((double) currencies);
  }

  public void recordRefresh(CallOutcome outcome) {
    refreshes.increment(Labelled.label(outcome));
  }

  public void recordConversion(RateState state) {
    conversions.increment(Labelled.label(state));
  }

  public void recordLocaleCacheCorruption() {
    corruptions.increment();
  }
}
