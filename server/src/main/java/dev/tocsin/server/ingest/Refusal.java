package dev.tocsin.server.ingest;

import java.util.Locale;

/// Why a sample or a series was not taken.
public enum Refusal {
  METRIC_NAME_MISSING,
  METRIC_NAME_INVALID,
  LABEL_NAME_INVALID,
  NAME_TOO_LONG,
  VALUE_TOO_LONG,
  TOO_MANY_LABELS,
  /// The store holds as many series as it may.
  SERIES_LIMIT,
  /// A source sends more samples at once than it may.
  SAMPLE_LIMIT,
  /// The series has this very sample already, or the source named the series twice.
  DUPLICATE,
  /// The series has another value at this time.
  CONFLICT,
  OUT_OF_ORDER,
  TOO_OLD,
  TOO_FAR_AHEAD;

  /// The value of the label `reason`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
