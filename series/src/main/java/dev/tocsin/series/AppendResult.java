package dev.tocsin.series;

/// Whether a sample was taken, and why not.
public enum AppendResult {
  APPENDED,
  /// The series has this very sample already; nothing to do.
  DUPLICATE,
  /// The series has another value at this time.
  CONFLICT,
  /// The series has a newer sample.
  OUT_OF_ORDER,
  /// The sample is older than the store accepts.
  TOO_OLD,
  /// The reference names no series (any more).
  UNKNOWN_SERIES
}
