package dev.tocsin.sdk.metrics;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;

/// A gauge with its labels; a series appears with its first value and not before, so that "never
/// measured" is not read as zero.
public final class GaugeFamily {

  private final SeriesSet<AtomicReference<DoubleSupplier>> series;

  GaugeFamily(SeriesSet<AtomicReference<DoubleSupplier>> series) {
    this.series = series;
  }

  public void set(double value, String... labelValues) {
    series.at(labelValues).set(() -> value);
  }

  /// Reads the value at each scrape; the supplier must be fast and must not block.
  public void observe(DoubleSupplier supplier, String... labelValues) {
    series.at(labelValues).set(supplier);
  }
}
