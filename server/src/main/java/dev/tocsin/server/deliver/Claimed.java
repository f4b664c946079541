package dev.tocsin.server.deliver;

/// A notification that this worker sends now.
///
/// @param attempt counted from 1; together with the owner it tells whether the claim still stands
record Claimed(
    String id, Notification notification, int attempt, String owner, long createdAtMillis) {
  Envelope envelope() {
    return new Envelope(notification.idempotencyKey(), JsonBody.message(notification.payload()));
  }
}
