package dev.tocsin.sdk.webhook;

/// What a [ReplayStore] knows of an event.
public enum Claim {
  /// Never seen, or given back, or its holder is overdue: the caller holds it now.
  TAKEN,
  /// Somebody else holds it.
  HELD,
  /// It was handled.
  DONE,
  /// It was seen with another payload.
  MISMATCH
}
