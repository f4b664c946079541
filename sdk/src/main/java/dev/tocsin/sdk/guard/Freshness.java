package dev.tocsin.sdk.guard;

/// How old a value is, measured by its rule.
public enum Freshness {
  /// Young enough: used as it is.
  FRESH,
  /// Older, but within the grace window: used, and marked as degraded.
  STALE,
  /// Beyond the grace window, without a date, or dated in the future: not used.
  REJECTED
}
