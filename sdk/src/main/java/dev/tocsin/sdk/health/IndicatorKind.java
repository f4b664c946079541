package dev.tocsin.sdk.health;

/// Indicators of a kind are shown together on a surface of their own.
public enum IndicatorKind {
  /// Shown on `/health/db`.
  DATABASE,
  /// Shown on `/health/redis`.
  REDIS,
  /// Has no surface of its own.
  OTHER
}
