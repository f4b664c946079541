package dev.tocsin.sdk.deploy;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The runs of one test, one at a time: a test that hangs in spite of its interruption is not begun
/// again, so it never holds more than one thread.
final class SmokeRun {

  private final SmokeTest test;
  private final Duration timeout;
  private final AtomicBoolean running = new AtomicBoolean();
  private @Nullable Future<SmokeResult> current;

  SmokeRun(SmokeTest test, Duration timeout) {
    this.test = test;
    this.timeout = timeout;
  }

  void begin(ExecutorService workers) {
    current = running.compareAndSet(false, true) ? workers.submit(this::run) : null;
  }

  SmokeResult result(long beganNanos) {
    Future<SmokeResult> asked = current;
    if (asked == null) {
      return failed("it still hangs in an earlier run", beganNanos);
    }
    try {
      long leftNanos = timeout.toNanos() - (System.nanoTime() - beganNanos);
      return asked.get(Math.max(0, leftNanos), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      asked.cancel(true);
      return failed("it did not end within " + timeout.toMillis() + " ms", beganNanos);
    } catch (ExecutionException e) {
      throw new IllegalStateException("BUG: the smoke test " + test.name() + " broke its run", e);
    } catch (InterruptedException e) {
      asked.cancel(true);
      Thread.currentThread().interrupt();
      return failed("the run was interrupted", beganNanos);
    }
  }

  private SmokeResult run() {
    long beganNanos = System.nanoTime();
    try {
      return result(test.run(), beganNanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed("it was interrupted", beganNanos);
    } catch (Exception | LinkageError | AssertionError e) {
      String message = e.getMessage() == null ? "" : ": " + e.getMessage();
      return failed(e.getClass().getSimpleName() + message, beganNanos);
    } finally {
      running.set(false);
    }
  }

  private SmokeResult failed(String error, long beganNanos) {
    return result(SmokeOutcome.failed(error), beganNanos);
  }

  private SmokeResult result(SmokeOutcome outcome, long beganNanos) {
    return new SmokeResult(test.name(), outcome, Duration.ofNanos(System.nanoTime() - beganNanos));
  }
}
