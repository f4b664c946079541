package dev.tocsin.server.alert;

/// A change of an alert that others act upon.
public sealed interface AlertChange {
  Alert alert();

  /// The alert fires; told once per firing.
  record Fired(Alert alert) implements AlertChange {}

  /// An alert that was told comes and goes so often that it is kept open from now on.
  record Flapping(Alert alert) implements AlertChange {}

  /// An alert whose firing was told is over.
  record Resolved(Alert alert) implements AlertChange {}
}
