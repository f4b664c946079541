package dev.tocsin.sdk.queue;

import java.time.Duration;

/// How a queue stands.
///
/// @param depth entries that wait
/// @param oldestAge age of the oldest waiting entry, zero when none waits
/// @param deadLetters entries that were given up and that nobody has decided on
/// @param recoveryBacklog entries that are still in a buffer beside the queue, after an outage
public record QueueFigures(long depth, Duration oldestAge, long deadLetters, long recoveryBacklog) {

  /// A queue without dead letters and buffers.
  public static QueueFigures of(long depth, Duration oldestAge) {
    return new QueueFigures(depth, oldestAge, 0, 0);
  }
}
