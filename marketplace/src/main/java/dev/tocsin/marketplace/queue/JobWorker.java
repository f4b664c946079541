package dev.tocsin.marketplace.queue;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs the jobs of one queue, one after another, on a thread of its own.
final class JobWorker {
  private static final Logger LOG = System.getLogger(JobWorker.class.getName());
  private static final int MOST_ATTEMPTS = 12;
  private static final int BATCH = 20;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

  private final JobTable table;
  private final JobWork work;
  private final Semaphore wakeUps = new Semaphore(0);
  private volatile boolean stopped;
  private @Nullable Thread thread;

  JobWorker(JobTable table, JobWork work) {
    this.table = table;
    this.work = work;
  }

  String queue() {
    return work.queue();
  }

  void wake() {
    wakeUps.release();
  }

  void start() {
    stopped = false;
    thread = Thread.ofVirtual().name("queue-" + queue()).start(this::loop);
  }

  /// Lets the job in hand finish.
  void stop() {
    stopped = true;
    wake();
    var running = thread;
    if (running == null) {
      return;
    }
    try {
      running.join(Duration.ofSeconds(10));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    while (!stopped) {
      try {
        if (!runDue()) {
          var woken = wakeUps.tryAcquire(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
          if (woken) {
            wakeUps.drainPermits();
          }
        }
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  /// False when there was nothing to do, or no way to do it.
  private boolean runDue() {
    try {
      var jobs = table.due(queue(), BATCH);
      for (var job : jobs) {
        if (!stopped && table.claim(job, LEASE)) {
          run(job);
        }
      }
      return !jobs.isEmpty();
    } catch (RuntimeException exception) {
      LOG.log(Level.WARNING, "Queue {0} rests: {1}", queue(), exception.getMessage());
      return false;
    }
  }

  private void run(Job job) {
    try {
      work.run(job);
      table.finish(job);
    } catch (RuntimeException exception) {
      failed(job, String.valueOf(exception.getMessage()));
    }
  }

  private void failed(Job job, String error) {
    var attempt = job.attempts() + 1;
    LOG.log(Level.WARNING, "Queue {0}, try {1}: {2}", queue(), attempt, error);
    if (attempt >= MOST_ATTEMPTS) {
      table.bury(job, error);
      work.gaveUp(job);
    } else {
      table.retryIn(job, pauseAfter(attempt), error);
    }
  }

  /// Doubles with every try, with up to a quarter of chance on top so that retries spread.
  static Duration pauseAfter(int attempt) {
    var millis = FIRST_PAUSE.toMillis() << Math.min(attempt - 1, 10);
    var bounded = Math.min(millis, LONGEST_PAUSE.toMillis());
    return Duration.ofMillis(bounded + ThreadLocalRandom.current().nextLong(bounded / 4 + 1));
  }
}
