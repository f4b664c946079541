package dev.tocsin.sdk.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A histogram with its labels and exactly the buckets of its definition.
public final class HistogramFamily implements Readable {

  private static final double NANOS_PER_SECOND = 1e9;

  private final MetricDefinition definition;
  private final SeriesSet<DistributionDataPoint> series;
  private final Runnable badValue;

  HistogramFamily(
      MetricDefinition definition, SeriesSet<DistributionDataPoint> series, Runnable badValue) {
    this.definition = definition;
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

  /// Records a time in seconds.
  public void record(Duration time, String... labelValues) {
    double seconds = (double) time.getSeconds() + time.getNano() / NANOS_PER_SECOND;
    record(seconds, labelValues);
  }

  /// Every series as it stands now.
  @Override
  public List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    series.forEach(
        (values, point) ->
            readings.add(
                new Reading(definition.labelled(values), point.getSum(), point.getCount())));
    return readings;
  }
}
