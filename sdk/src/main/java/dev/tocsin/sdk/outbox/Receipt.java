package dev.tocsin.sdk.outbox;

/// What a transport says of one event.
public sealed interface Receipt {

  /// The broker has it, durably.
  record Accepted() implements Receipt {}

  /// The broker does not want this event: too large, unknown topic, no permission. It is tried
  /// again, and given up after the limit of attempts.
  record Refused(String why) implements Receipt {}

  /// The broker cannot be reached or did not answer in time. When that holds for all events, no
  /// attempt is counted: an outage makes no dead letters.
  record Unavailable(String why) implements Receipt {}

  static Receipt accepted() {
    return new Accepted();
  }
}
