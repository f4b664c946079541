package dev.tocsin.server.ingest;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// Does one piece of work again and again at times that are a whole number of intervals apart. The
/// name decides where in the interval they lie, so that many cadences spread evenly and stay where
/// they are over restarts. Work never overlaps: times that pass while it runs are left out.
public final class Cadence {
  private static final Logger LOG = System.getLogger(Cadence.class.getName());
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /// Threads wake up a little late; a time that is missed by less than this counts as kept.
  private static final long TOLERANCE_MILLIS = 10;

  private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

  private final String name;
  private final long intervalMillis;
  private final long offsetMillis;
  private final InstantSource clock;
  private final LongConsumer work;
  private @Nullable Thread thread;

  /// @param work gets the time that it is done for
  public Cadence(String name, Duration interval, InstantSource clock, LongConsumer work) {
    this.name = name;
    this.intervalMillis = Math.max(1, interval.toMillis());
    this.offsetMillis = ((name.hashCode() * SPREAD) >>> 1) % intervalMillis;
    this.clock = clock;
    this.work = work;
  }

  /// The first time after the given one.
  long following(long millis) {
    return Math.floorDiv(millis - offsetMillis, intervalMillis) * intervalMillis
        + offsetMillis
        + intervalMillis;
  }

  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name(name).start(this::loop);
    }
  }

  /// Interrupts the work and waits for its end.
  public void stop() {
    halt();
    await();
  }

  /// Interrupts the work without waiting.
  public synchronized void halt() {
    if (thread != null) {
      thread.interrupt();
    }
  }

  /// Waits, within bounds, for the end of work that was told to halt.
  public void await() {
    Thread running;
    synchronized (this) {
      running = thread;
      thread = null;
    }
    if (running == null) {
      return;
    }
    try {
      if (!running.join(STOP_PATIENCE)) {
        LOG.log(Level.WARNING, "{0} does not stop; it is left behind", name);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    long due = following(clock.millis());
    while (!Thread.currentThread().isInterrupted()) {
      long now = clock.millis();
      if (now < due) {
        if (!sleep(due - now)) {
          return;
        }
        continue;
      }
      runAt(now - due <= TOLERANCE_MILLIS ? due : now);
      due = following(Math.max(due, clock.millis()));
    }
  }

  private void runAt(long millis) {
    try {
      work.accept(millis);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> name + " failed; it goes on at its next time", e);
    }
  }

  private static boolean sleep(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
