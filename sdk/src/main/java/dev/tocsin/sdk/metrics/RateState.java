package dev.tocsin.sdk.metrics;

/// How old the exchange rate of a conversion was.
public enum RateState {
  FRESH,
  STALE,
  REJECTED
}
