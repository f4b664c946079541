package dev.tocsin.sdk.shutdown;

import java.time.Duration;

/// Counts work that must be finished before the process may end. For servers that cannot drain
/// themselves:
///
/// ```java
/// if (!inFlight.begin()) { answer503(); return; }
/// try { handle(); } finally { inFlight.end(); }
/// …
/// shutdown.add(ShutdownPhase.DRAIN, "requests", inFlight::drain);
/// ```
public final class InFlight {

  private int active;
  private boolean refusing;

  /// Whether the work may begin; after `true`, [#end()] must follow.
  public synchronized boolean begin() {
    if (refusing) {
      return false;
    }
    active++;
    return true;
  }

  public synchronized void end() {
    active--;
    notifyAll();
  }

  public synchronized int active() {
    return active;
  }

  /// Refuses new work and waits until what has begun is finished, or the time is over.
  public synchronized void drain(Duration limit) throws InterruptedException {
    refusing = true;
    long deadline = System.nanoTime() + limit.toNanos();
    while (active > 0) {
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        return;
      }
      wait(leftMillis);
    }
  }
}
