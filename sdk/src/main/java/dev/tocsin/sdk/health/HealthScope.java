package dev.tocsin.sdk.health;

/// How far a check reaches, which decides the surfaces it appears on.
public enum HealthScope {
  /// Looks at this process only; part of `/health`, `/health/live` and readiness. It must not touch
  /// a database, a network or a disk: an outage elsewhere must never restart the process.
  PROCESS,
  /// A dependency without which no request can be served; part of readiness.
  READINESS,
  /// Any other service; shown in the detailed report only.
  EXTERNAL
}
