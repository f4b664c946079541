package dev.tocsin.sdk.metrics;

import io.micrometer.core.instrument.Counter;
import java.util.ArrayList;
import java.util.List;

/// A counter with its labels; one series per set of label values.
public final class CounterFamily implements Readable {

  private final MetricDefinition definition;
  private final SeriesSet<Counter> series;
  private final Runnable badValue;

  CounterFamily(MetricDefinition definition, SeriesSet<Counter> series, Runnable badValue) {
    this.definition = definition;
    this.series = series;
    this.badValue = badValue;
  }

  public void increment(String... labelValues) {
    series.at(labelValues).increment();
  }

  /// Adds `amount`. A negative or non-finite amount would corrupt the series: it is refused and
  /// counted, never thrown at the business code that records it.
  public void add(double amount, String... labelValues) {
    if (!Double.isFinite(amount) || amount < 0) {
      badValue.run();
      return;
    }
    series.at(labelValues).increment(amount);
  }

  /// Publishes the series at zero, so that its first increment shows up in `increase()`.
  public void declare(String... labelValues) {
    series.at(labelValues);
  }

  /// Every series as it stands now.
  @Override
  public List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    series.forEach(
        (values, counter) ->
            readings.add(new Reading(definition.labelled(values), counter.count(), 0)));
    return readings;
  }
}
