package dev.tocsin.sdk.health;

/// The state of a check, and of a whole report.
public enum HealthStatus {
  UP,
  DEGRADED,
  DOWN,
  NOT_CONFIGURED
}
