package dev.tocsin.sdk.outbox;

/// Where an event came to rest.
public enum Placement {
  /// In the database.
  OUTBOX,
  /// In a buffer, because the database did not take it; it goes on once the database is back.
  BUFFER,
  /// Nowhere: database and all buffers failed. Counted, logged and raised as an alert.
  LOST
}
