package dev.tocsin.sdk.health;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;

/// Sends a task that does nothing through an executor and measures how long it waits for its turn.
/// There is never more than one such task, so a saturated executor is not loaded further.
public final class CanaryProbe implements ExecutorProbe {

  private final Executor executor;
  private final LongSupplier nanoTime;
  private boolean queued;
  private boolean waiting;
  private long waitingSinceNanos;

  public CanaryProbe(Executor executor) {
    this(executor, System::nanoTime);
  }

  CanaryProbe(Executor executor, LongSupplier nanoTime) {
    this.executor = executor;
    this.nanoTime = nanoTime;
  }

  @Override
  public Duration oldestWait() {
    if (mustSend()) {
      send();
    }
    return waited();
  }

  private synchronized boolean mustSend() {
    if (!waiting) {
      waiting = true;
      waitingSinceNanos = nanoTime.getAsLong();
    }
    boolean send = !queued;
    queued = true;
    return send;
  }

  private void send() {
    try {
      executor.execute(this::arrived);
    } catch (RejectedExecutionException e) {
      // A full queue is the same finding as a long one: the wait goes on and the next look tries
      // to enter the queue again.
      refused();
    }
  }

  private synchronized void arrived() {
    queued = false;
    waiting = false;
  }

  private synchronized void refused() {
    queued = false;
  }

  private synchronized Duration waited() {
    return waiting ? Duration.ofNanos(nanoTime.getAsLong() - waitingSinceNanos) : Duration.ZERO;
  }
}
