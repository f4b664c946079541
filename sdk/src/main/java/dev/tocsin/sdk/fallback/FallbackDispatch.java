package dev.tocsin.sdk.fallback;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
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

  private final BlockingQueue<Runnable> queue;
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
      put(() -> listeners.forEach(listener -> tell(listener, event)));
    }
  }

  /// Never blocks; only this listener hears.
  void offer(FallbackEvent event, FallbackListener listener) {
    put(() -> tell(listener, event));
  }

  private void put(Runnable delivery) {
    if (!queue.offer(delivery)) {
      failed.accept("queue_full");
    }
  }

  /// Waits until the listeners have heard what was offered before, or the time is over.
  void flush(Duration limit) throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    long began = System.nanoTime();
    if (!listeners.isEmpty()
        && queue.offer(heard::countDown, limit.toNanos(), TimeUnit.NANOSECONDS)) {
      long left = limit.toNanos() - (System.nanoTime() - began);
      boolean unused = heard.await(left, TimeUnit.NANOSECONDS);
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
        Runnable next = queue.poll(closed ? 0 : SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        if (next == null) {
          sweep.run();
        } else {
          next.run();
        }
      } catch (InterruptedException e) {
        return;
      }
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
}
