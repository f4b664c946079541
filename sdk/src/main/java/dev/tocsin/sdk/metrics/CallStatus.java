package dev.tocsin.sdk.metrics;

/// How a call to a dependency ended.
public enum CallStatus {
  SUCCESS,
  ERROR
}
