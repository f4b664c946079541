package dev.tocsin.server.deliver;

import java.util.function.UnaryOperator;

/// A notification on its way into the queue, with what the stages decide by.
///
/// @param patience how long it may wait for others
/// @param asOpening the payload that tells the same as the beginning of the incident, for when the
///   beginning is not told yet
record Entry(Notification notification, Patience patience, Payload asOpening) {
  /// @param groupWaitMillis how long a beginning waits for the rest of its group
  /// @param groupIntervalMillis how far apart updates are
  /// @param notBeforeMillis until when the receiver is mute
  record Patience(long groupWaitMillis, long groupIntervalMillis, long notBeforeMillis) {
    static final Patience NONE = new Patience(0, 0, 0);
  }

  /// Rendered only when asked for.
  @FunctionalInterface
  interface Payload {
    String text();
  }

  Entry with(UnaryOperator<Notification> change) {
    return new Entry(change.apply(notification), patience, asOpening);
  }
}
