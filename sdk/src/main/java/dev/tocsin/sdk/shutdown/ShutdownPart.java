package dev.tocsin.sdk.shutdown;

/// The parts of the SDK that have something to finish, in the order in which they end: each one may
/// still hand work to those behind it. A part comes after the application's own steps of its phase,
/// whenever it was added.
public enum ShutdownPart {
  /// Sends what the last requests stored, then stops: `Outbox.finish`.
  OUTBOX(ShutdownPhase.SCHEDULERS, "outbox relay"),
  /// `FailureReporter.flush`.
  ERRORS(ShutdownPhase.FLUSH, "error reports"),
  /// Hands alerts to their listeners, the event client among them: `Fallbacks.flush`.
  ALERTS(ShutdownPhase.FLUSH, "alerts"),
  /// Events are on disk, and with the server if it answers: `EventClient.flush`.
  EVENTS(ShutdownPhase.FLUSH, "events"),
  /// `Tracing.flush`.
  TRACES(ShutdownPhase.FLUSH, "traces"),
  /// Last, so that the lines about the end go out too: `LogbackSetup.flush`.
  LOGS(ShutdownPhase.FLUSH, "log lines");

  private final ShutdownPhase phase;
  private final String text;

  ShutdownPart(ShutdownPhase phase, String text) {
    this.phase = phase;
    this.text = text;
  }

  ShutdownPhase phase() {
    return phase;
  }

  String text() {
    return text;
  }
}
