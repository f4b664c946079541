package dev.tocsin.promql;

import java.util.List;

/// What a query evaluates to.
public sealed interface Value {
  record Scalar(long timestampMillis, double value) implements Value {}

  record Text(long timestampMillis, String text) implements Value {}

  /// In the order of the expression where it defines one (`sort`, `topk`), else in any order.
  record InstantVector(List<InstantSample> samples) implements Value {
    public InstantVector {
      samples = List.copyOf(samples);
    }
  }

  /// Sorted by labels.
  record RangeMatrix(List<RangeSeries> series) implements Value {
    public RangeMatrix {
      series = List.copyOf(series);
    }
  }
}
