package dev.tocsin.sdk.fallback;

/// How bad it is that something fell back. The order is from mild to bad.
public enum FallbackSeverity {
  /// Customers notice nothing.
  INFO,
  /// Customers get less, or something wears thin.
  WARNING,
  /// Customers or money are affected now.
  CRITICAL
}
