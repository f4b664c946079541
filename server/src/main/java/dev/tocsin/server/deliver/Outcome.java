package dev.tocsin.server.deliver;

/// A claimed notification and what became of it.
record Outcome(Claimed claimed, Receipt receipt, Kind kind) {
  enum Kind {
    SENT,
    /// Sent to find out whether the receiver is back.
    PROBE,
    /// Not sent, because the receiver is known to fail.
    SKIPPED
  }
}
