package dev.tocsin.server.deliver;

/// A notification that this worker sends now.
///
/// @param attempt counted from 1; together with the owner it tells whether the claim still stands
/// @param tries those attempts that count towards the limit
record Claimed(
    String id,
    Notification notification,
    int attempt,
    int tries,
    String owner,
    long createdAtMillis) {
  /// Who gets it, if not those for whom the channel is set up.
  OwnReceivers ownReceivers() {
    return JsonBody.ownReceivers(notification.payload());
  }

  Envelope envelope() {
    return new Envelope(notification.idempotencyKey(), JsonBody.message(notification.payload()));
  }
}
