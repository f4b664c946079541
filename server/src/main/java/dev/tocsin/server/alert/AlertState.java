package dev.tocsin.server.alert;

/// Where an alert stands.
public enum AlertState {
  /// The condition holds, but not yet for as long as the rule asks.
  PENDING,
  FIRING,
  RESOLVED
}
