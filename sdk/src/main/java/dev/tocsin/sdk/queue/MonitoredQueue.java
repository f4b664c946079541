package dev.tocsin.sdk.queue;

import java.util.Optional;

/// A queue of whatever kind that is to be seen: a table, a broker's queue, a list in memory.
public interface MonitoredQueue {

  /// The value of the label `queue` and the part of paths: letters, digits, `.`, `_`, `-`.
  String name();

  /// Looks now. May throw: the queue is then shown as unknown, never as empty.
  QueueFigures figures() throws Exception;

  default QueueLimits limits() {
    return QueueLimits.defaults();
  }

  /// Its dead letters, when they can be listed and decided on.
  default Optional<DeadLetters> deadLetters() {
    return Optional.empty();
  }

  /// A gauge of its own for the count of dead letters, where a contract names one:
  /// `export_events_dead_letter`.
  default Optional<String> deadLetterMetric() {
    return Optional.empty();
  }
}
