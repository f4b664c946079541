package dev.tocsin.sdk.metrics;

/// What happens to a request whose controls cannot be asked.
public enum DegradedPolicy {
  FAIL_OPEN,
  FAIL_CLOSED
}
