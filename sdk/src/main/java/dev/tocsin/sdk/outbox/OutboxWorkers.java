package dev.tocsin.sdk.outbox;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads of an outbox: one sends, one recovers and measures. They survive every failure,
/// which they log once until it changes.
final class OutboxWorkers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxWorkers.class);
  private static final Duration MAINTENANCE_INTERVAL = Duration.ofSeconds(1);
  private static final int MEASURE_EVERY = 10;
  private static final int CLEAN_EVERY = 3_600;
  private static final long STOP_MILLIS = 15_000;

  private final Outbox outbox;
  private final Duration pollInterval;
  private final Semaphore wakeUps = new Semaphore(0);
  private final Thread relay = thread(this::relay);
  private final Thread maintenance = thread(this::maintain);
  private volatile boolean stopping;
  private volatile String relayFailure = "";
  private volatile String maintenanceFailure = "";

  OutboxWorkers(Outbox outbox, Duration pollInterval) {
    this.outbox = outbox;
    this.pollInterval = pollInterval;
  }

  static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "tocsin-outbox");
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    relay.start();
    maintenance.start();
  }

  /// Has the relay look at once.
  void wake() {
    if (wakeUps.availablePermits() == 0) {
      wakeUps.release();
    }
  }

  private void relay() {
    while (!stopping) {
      int sent = 0;
      try {
        sent = outbox.relayOnce();
        relayFailure = "";
      } catch (Exception e) {
        relayFailure = tell(relayFailure, "The relay", e);
      }
      if (sent == 0 && !pause(pollInterval)) {
        return;
      }
    }
  }

  private boolean pause(Duration duration) {
    try {
      if (wakeUps.tryAcquire(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        wakeUps.drainPermits();
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void maintain() {
    for (int round = 0; !stopping; round++) {
      try {
        outbox.recoverOnce();
        if (round % MEASURE_EVERY == 0) {
          outbox.measureOnce();
        }
        if (round % CLEAN_EVERY == CLEAN_EVERY - 1) {
          outbox.cleanOnce();
        }
        maintenanceFailure = "";
      } catch (Exception e) {
        maintenanceFailure = tell(maintenanceFailure, "The recovery", e);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(MAINTENANCE_INTERVAL.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private String tell(String former, String who, Exception e) {
    String failure = String.valueOf(e);
    if (!failure.equals(former)) {
      LOG.warn("{} of the outbox {} failed and goes on trying", who, outbox.name(), e);
    }
    return failure;
  }

  /// Stops after what is being sent, then sends what is left as long as the queue takes it. What
  /// stays is for the next process.
  void finish(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    stopping = true;
    wakeUps.release();
    relay.join(Math.max(1, limit.toMillis()));
    try {
      while (!relay.isAlive() && System.nanoTime() < deadline && outbox.relayOnce() > 0) {
        LOG.debug("The outbox {} sends what is left", outbox.name());
      }
    } catch (SQLException | RuntimeException e) {
      relayFailure = tell(relayFailure, "The relay", e);
    }
  }

  @Override
  public void close() {
    stopping = true;
    wakeUps.release();
    maintenance.interrupt();
    try {
      relay.join(STOP_MILLIS);
      relay.interrupt();
      maintenance.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
