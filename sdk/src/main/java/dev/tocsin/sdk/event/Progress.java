package dev.tocsin.sdk.event;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/// How far the two threads of the client have come, for whoever waits for them.
final class Progress {

  private final AtomicLong offered = new AtomicLong();
  private final AtomicLong written = new AtomicLong();

  void offered() {
    offered.incrementAndGet();
  }

  /// So many events are on disk or were given up.
  synchronized void written(int events) {
    written.addAndGet(events);
    notifyAll();
  }

  /// The sender has looked.
  synchronized void looked() {
    notifyAll();
  }

  /// Waits until all that was offered before is written, and the condition holds.
  ///
  /// @param deadlineNanos when to leave it, by `System.nanoTime`
  synchronized void await(BooleanSupplier condition, long deadlineNanos)
      throws InterruptedException {
    long target = offered.get();
    while (written.get() < target || !condition.getAsBoolean()) {
      long left = deadlineNanos - System.nanoTime();
      if (left <= 0) {
        return;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }
}
