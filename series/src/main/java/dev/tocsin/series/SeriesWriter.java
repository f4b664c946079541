package dev.tocsin.series;

/// Accepts samples.
public interface SeriesWriter {
  /// A new batch. Each thread uses its own.
  Appender appender();
}
