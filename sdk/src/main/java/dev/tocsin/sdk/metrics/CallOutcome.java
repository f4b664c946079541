package dev.tocsin.sdk.metrics;

/// How a call ended that may also run out of time.
public enum CallOutcome {
  SUCCESS,
  ERROR,
  TIMEOUT
}
