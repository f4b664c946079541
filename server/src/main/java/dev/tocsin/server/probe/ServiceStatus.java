package dev.tocsin.server.probe;

/// How a service does.
public enum ServiceStatus {
  UP,
  /// It answers as it should, but slowly.
  DEGRADED,
  DOWN
}
