package dev.tocsin.sdk.health;

/// What the failure of a check means for the application.
public enum Criticality {
  /// The application cannot serve: a report with a failed critical check is DOWN.
  CRITICAL,
  /// The application serves worse: the report becomes DEGRADED.
  DEGRADING,
  /// Shown only.
  INFORMATIONAL
}
