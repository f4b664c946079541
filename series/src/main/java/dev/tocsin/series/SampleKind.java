package dev.tocsin.series;

/// What a [SampleIterator] stands on.
public enum SampleKind {
  /// There is no sample (any more).
  END,
  /// A 64-bit floating point value.
  FLOAT
}
