package dev.tocsin.sdk.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

/// A gauge with its labels; a series appears with its first value and not before, so that "never
/// measured" is not read as zero.
public final class GaugeFamily implements Readable {

  private final MetricDefinition definition;
  private final SeriesSet<AtomicReference<DoubleSupplier>> series;

  GaugeFamily(MetricDefinition definition, SeriesSet<AtomicReference<DoubleSupplier>> series) {
    this.definition = definition;
    this.series = series;
  }

  public void set(double value, String... labelValues) {
    series.at(labelValues).set(() -> value);
  }

  /// Reads the value at each scrape; the supplier must be fast and must not block.
  public void observe(DoubleSupplier supplier, String... labelValues) {
    series.at(labelValues).set(supplier);
  }

  /// Every series as it stands now.
  @Override
  public List<Reading> read() {
    List<Reading> readings = new ArrayList<>();
    series.forEach(
        (values, holder) ->
            readings.add(new Reading(definition.labelled(values), holder.get().getAsDouble(), 0)));
    return readings;
  }
}
