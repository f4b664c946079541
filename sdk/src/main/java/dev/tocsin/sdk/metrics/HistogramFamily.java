package dev.tocsin.sdk.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;

/// A histogram with its labels and exactly the buckets of its definition.
public final class HistogramFamily {

  private final SeriesSet<DistributionDataPoint> series;
  private final Runnable badValue;

  HistogramFamily(SeriesSet<DistributionDataPoint> series, Runnable badValue) {
    this.series = series;
    this.badValue = badValue;
  }

  /// Records one value. A negative or non-finite value is refused and counted.
  public void record(double value, String... labelValues) {
    if (!Double.isFinite(value) || value < 0) {
      badValue.run();
      return;
    }
    series.at(labelValues).observe(value);
  }
}
