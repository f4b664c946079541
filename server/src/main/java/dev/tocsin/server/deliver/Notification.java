package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// One message for one channel, on its way into the queue.
///
/// @param position orders the notifications of one incident
/// @param dueMillis when it may be sent
record Notification(
    String idempotencyKey,
    String channel,
    ChangeKind kind,
    @Nullable String incidentId,
    int position,
    long dueMillis,
    String payload) {
  Notification due(long millis) {
    return new Notification(idempotencyKey, channel, kind, incidentId, position, millis, payload);
  }

  Notification through(String otherChannel, long millis) {
    return new Notification(
        idempotencyKey, otherChannel, kind, incidentId, position, millis, payload);
  }
}
