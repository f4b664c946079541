package dev.tocsin.series;

/// Walks the samples of one series in order of time, without allocating per sample.
///
/// It stands before the first sample until [#next()] or [#seek(long)] is called. Not for use by two
/// threads. Staleness markers are delivered like any other value.
public interface SampleIterator {
  /// Moves to the next sample; [SampleKind#END] once there is none.
  SampleKind next();

  /// Moves to the first sample at or after a time, never backwards: when the current sample already
  /// is at or after it, it stays there.
  SampleKind seek(long timestampMillis);

  /// The time of the current sample, in milliseconds since 1970-01-01 UTC.
  long timestampMillis();

  /// The value of the current sample when its kind is [SampleKind#FLOAT].
  double value();
}
