package dev.tocsin.sdk.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one indicator: at most one check at a time, its result shared by everybody who asks
/// meanwhile and for the cache time after it.
///
/// A check that ignores its interrupt keeps its thread. As long as it does, no second one is begun:
/// the answer stays "timeout" and a hanging dependency costs one thread, not one per probe.
final class IndicatorRun {

  static final String TIMEOUT = "timeout";

  private final HealthIndicator indicator;
  private final InstantSource clock;
  private final ExecutorService workers;
  private final ScheduledExecutorService timer;
  private final Consumer<IndicatorResult> listener;

  private @Nullable Attempt current;
  private @Nullable IndicatorResult last;
  private boolean working;

  IndicatorRun(
      HealthIndicator indicator,
      InstantSource clock,
      ExecutorService workers,
      ScheduledExecutorService timer,
      Consumer<IndicatorResult> listener) {
    this.indicator = indicator;
    this.clock = clock;
    this.workers = workers;
    this.timer = timer;
    this.listener = listener;
  }

  HealthIndicator indicator() {
    return indicator;
  }

  /// The result that is fresh enough, or the one in the making; completes within the timeout.
  synchronized CompletableFuture<IndicatorResult> result() {
    Attempt inFlight = current;
    if (inFlight != null) {
      return inFlight.answer;
    }
    IndicatorResult known = last;
    if (known != null && (working || isFresh(known))) {
      return CompletableFuture.completedFuture(known);
    }
    return begin();
  }

  private boolean isFresh(IndicatorResult known) {
    Instant expires = known.checkedAt().plus(indicator.cacheTime());
    return clock.instant().isBefore(expires);
  }

  private CompletableFuture<IndicatorResult> begin() {
    Attempt attempt = new Attempt();
    current = attempt;
    working = true;
    try {
      Future<?> work = workers.submit(() -> work(attempt));
      Future<?> limit =
          timer.schedule(
              () -> {
                finish(attempt, timedOut());
                work.cancel(true);
              },
              indicator.timeout().toNanos(),
              TimeUnit.NANOSECONDS);
      Future<?> unused = attempt.answer.whenComplete((result, failure) -> limit.cancel(false));
    } catch (RejectedExecutionException e) {
      released();
      finish(attempt, HealthOutcome.down("the health engine is closed"));
    }
    return attempt.answer;
  }

  private void work(Attempt attempt) {
    HealthOutcome outcome = HealthOutcome.down("the check died");
    try {
      outcome = indicator.check();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      outcome = timedOut();
    } catch (Exception | LinkageError | StackOverflowError e) {
      outcome = HealthOutcome.down(describe(e));
    } finally {
      released();
      finish(attempt, outcome);
    }
  }

  private synchronized void released() {
    working = false;
  }

  private void finish(Attempt attempt, HealthOutcome outcome) {
    Duration latency = Duration.ofNanos(System.nanoTime() - attempt.beganNanos);
    IndicatorResult result =
        new IndicatorResult(
            indicator.name(), indicator.criticality(), outcome, latency, clock.instant());
    synchronized (this) {
      if (current != attempt) {
        return;
      }
      current = null;
      last = result;
    }
    listener.accept(result);
    attempt.answer.complete(result);
  }

  private HealthOutcome timedOut() {
    return indicator.criticality() == Criticality.CRITICAL
        ? HealthOutcome.down(TIMEOUT)
        : HealthOutcome.degraded(TIMEOUT);
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    return message == null ? type : type + ": " + message;
  }

  /// One run of the check, and the answer that everybody who asked meanwhile waits for.
  private static final class Attempt {
    private final long beganNanos = System.nanoTime();
    private final CompletableFuture<IndicatorResult> answer = new CompletableFuture<>();
  }
}
