package dev.tocsin.server.deliver;

/// One try to deliver a notification.
///
/// @param outcome `accepted`, `retry`, `rejected` or `lost` (the worker died meanwhile)
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
}
