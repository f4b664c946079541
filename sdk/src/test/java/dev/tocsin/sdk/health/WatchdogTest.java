package dev.tocsin.sdk.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WatchdogTest {

  private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
  private final Watchdog watchdog = new Watchdog(WatchdogOptions.DEFAULT, nanos::get);

  @AfterEach
  void close() {
    watchdog.close();
  }

  @Test
  void aTimerThatRunsLateIsDown() {
    watchdog.tick();
    pass(Duration.ofSeconds(6));
    assertEquals(HealthStatus.UP, watchdog.outcome().status());

    pass(Duration.ofMillis(1));
    assertEquals(HealthStatus.DOWN, watchdog.outcome().status());
    assertTrue(watchdog.outcome().reason().contains("scheduler"));

    watchdog.tick();
    assertEquals(HealthStatus.UP, watchdog.outcome().status());
  }

  @Test
  void aWorkerPoolThatIsBlockedIsDownUntilItIsFree() throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch inWork = new CountDownLatch(2);
    try {
      watchdog.watch(new CanaryProbe(pool, nanos::get));
      for (int i = 0; i < 2; i++) {
        pool.execute(() -> block(inWork, blocked));
      }
      inWork.await();
      assertEquals(HealthStatus.UP, watchdog.outcome().status());

      pass(Duration.ofSeconds(11));
      assertEquals(HealthStatus.DOWN, watchdog.outcome().status());
      assertTrue(watchdog.outcome().reason().contains("request executor"));

      blocked.countDown();
      Awaitility.await().until(() -> watchdog.outcome().status() == HealthStatus.UP);
    } finally {
      blocked.countDown();
      pool.shutdownNow();
    }
  }

  @Test
  void aCanaryIsSentOnceAndAgainAfterItArrived() {
    Queue<Runnable> queue = new ArrayDeque<>();
    CanaryProbe probe = new CanaryProbe(queue::add, nanos::get);

    assertEquals(Duration.ZERO, probe.oldestWait());
    pass(Duration.ofSeconds(3));
    assertEquals(Duration.ofSeconds(3), probe.oldestWait());
    assertEquals(1, queue.size());

    queue.remove().run();
    assertEquals(Duration.ZERO, probe.oldestWait());
    assertEquals(1, queue.size());
  }

  @Test
  void anExecutorThatRefusesWorkCountsAsWaiting() {
    CanaryProbe probe =
        new CanaryProbe(
            work -> {
              throw new RejectedExecutionException("full");
            },
            nanos::get);

    assertEquals(Duration.ZERO, probe.oldestWait());
    pass(Duration.ofSeconds(20));
    assertEquals(Duration.ofSeconds(20), probe.oldestWait());
  }

  @Test
  void deadlockedThreadsAreDown() throws InterruptedException {
    ReentrantLock left = new ReentrantLock();
    ReentrantLock right = new ReentrantLock();
    CountDownLatch bothHoldOne = new CountDownLatch(2);
    Thread first = deadlocker(left, right, bothHoldOne);
    Thread second = deadlocker(right, left, bothHoldOne);
    try {
      Awaitility.await()
          .until(
              () -> {
                watchdog.scanForDeadlocks();
                return watchdog.outcome().status() == HealthStatus.DOWN;
              });
      assertTrue(watchdog.outcome().reason().contains("2 threads are deadlocked"));
    } finally {
      first.interrupt();
      second.interrupt();
      first.join();
      second.join();
    }
    watchdog.scanForDeadlocks();
    assertEquals(HealthStatus.UP, watchdog.outcome().status());
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static Thread deadlocker(ReentrantLock mine, ReentrantLock other, CountDownLatch both) {
    Thread thread =
        new Thread(
            () -> {
              mine.lock();
              try {
                both.countDown();
                both.await();
                other.lockInterruptibly();
                other.unlock();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                mine.unlock();
              }
            });
    thread.start();
    return thread;
  }

  private static void block(CountDownLatch inWork, CountDownLatch blocked) {
    inWork.countDown();
    try {
      blocked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
