package dev.tocsin.server.deliver;

/// One try to deliver a notification.
///
/// @param outcome `accepted`, `retry`, `rejected`, `probe` (asked in vain whether the receiver is
///   back), `skipped` (not tried, the receiver was known to fail) or `lost` (the worker died)
/// @param answer HTTP status or kind of failure
/// @param nextAttemptMillis 0 when none is planned
public record DeliveryAttempt(
    int number,
    long atMillis,
    String channel,
    String outcome,
    String answer,
    long nextAttemptMillis) {
  static final String ACCEPTED = "accepted";
  static final String RETRY = "retry";
  static final String REJECTED = "rejected";
  static final String PROBE = "probe";
  static final String SKIPPED = "skipped";
  static final String LOST = "lost";
}
