package dev.tocsin.sdk.metrics;

/// How a search ended.
public enum SearchOutcome {
  FOUND,
  EMPTY,
  ERROR,
  TIMEOUT,
  CANCELLED
}
