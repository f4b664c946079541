package dev.tocsin.server.alert;

/// A change of an alert that others act upon.
public sealed interface AlertChange {
  Alert alert();

  /// The alert fires; told once per firing.
  record Fired(Alert alert) implements AlertChange {}

  /// An alert whose firing was told is over.
  record Resolved(Alert alert) implements AlertChange {}
}
