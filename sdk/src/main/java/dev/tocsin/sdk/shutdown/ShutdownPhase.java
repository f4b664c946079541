package dev.tocsin.sdk.shutdown;

/// The order in which a process ends.
public enum ShutdownPhase {
  /// Readiness answers 503, so that nobody sends new work; work that still comes is done.
  READINESS,
  /// New work is refused; what is in work is finished.
  DRAIN,
  /// Schedulers and consumers of queues stop.
  SCHEDULERS,
  /// What was recorded about the work goes out: errors, traces, logs, events.
  FLUSH,
  /// Connections and files are closed.
  CLOSE
}
