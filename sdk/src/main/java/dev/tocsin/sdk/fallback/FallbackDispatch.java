package dev.tocsin.sdk.fallback;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands events to the listeners on a daemon thread, which exists once there is a listener.
final class FallbackDispatch {

  private static final Logger LOG = LoggerFactory.getLogger(FallbackDispatch.class);
  private static final long SWEEP_MILLIS = 1_000;
  private static final long CLOSE_MILLIS = 2_000;

  private final BlockingQueue<Delivery> queue;
  private final Consumer<String> failed;
  private final Runnable sweep;
  private final List<FallbackListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean closed;
  private @Nullable Thread thread;

  FallbackDispatch(int queueLimit, Consumer<String> failed, Runnable sweep) {
    this.queue = new ArrayBlockingQueue<>(queueLimit);
    this.failed = failed;
    this.sweep = sweep;
  }

  synchronized void add(FallbackListener listener) {
    listeners.add(listener);
    if (thread == null && !closed) {
      Thread started = new Thread(this::run, "tocsin-fallbacks");
      started.setDaemon(true);
      started.start();
      thread = started;
    }
  }

  /// Never blocks.
  void offer(FallbackEvent event) {
    if (!listeners.isEmpty()) {
      put(new Delivery(event, null));
    }
  }

  /// Never blocks; only this listener hears.
  void offer(FallbackEvent event, FallbackListener listener) {
    put(new Delivery(event, listener));
  }

  private void put(Delivery delivery) {
    if (!queue.offer(delivery)) {
      failed.accept("queue_full");
    }
  }

  /// Lets the listeners finish what waits, for at most two seconds.
  void close() throws InterruptedException {
    Thread running;
    synchronized (this) {
      closed = true;
      running = thread;
    }
    if (running != null) {
      running.join(CLOSE_MILLIS);
      running.interrupt();
    }
  }

  private void run() {
    while (!closed || !queue.isEmpty()) {
      try {
        Delivery next = queue.poll(closed ? 0 : SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
          sweep.run();
        } else {
          deliver(next);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void deliver(Delivery next) {
    FallbackListener only = next.only();
    if (only == null) {
      listeners.forEach(listener -> tell(listener, next.event()));
    } else {
      tell(only, next.event());
    }
  }

  private void tell(FallbackListener listener, FallbackEvent event) {
    try {
      listener.onEvent(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      failed.accept("listener");
      LOG.warn("fallback event of {} could not be passed on", event.status().key(), e);
    }
  }

  /// @param only who hears of it; null: everybody
  private record Delivery(FallbackEvent event, @Nullable FallbackListener only) {}
}
