package dev.tocsin.series;

/// One series of a selection.
public interface Series {
  Labels labels();

  /// A new iterator over the samples within the selection's time range.
  SampleIterator samples();
}
