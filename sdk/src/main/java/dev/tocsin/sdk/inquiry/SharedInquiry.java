package dev.tocsin.sdk.inquiry;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs one inquiry: at most once at a time, its finding shared by everybody who asks meanwhile and
/// for the cache time after it.
///
/// An inquiry that ignores its interrupt keeps its thread. As long as it does, no second one is
/// begun: the finding stays "late" and what hangs costs one thread, not one per question.
public final class SharedInquiry<R> {

  private final Inquiry<R> inquiry;
  private final InquiryThreads threads;
  private final InstantSource clock;
  private final Consumer<Finding<R>> listener;

  private @Nullable Attempt<R> current;
  private @Nullable Finding<R> last;
  private boolean working;

  /// @param listener hears every finding before those who asked for it do; must not throw
  public SharedInquiry(
      Inquiry<R> inquiry,
      InquiryThreads threads,
      InstantSource clock,
      Consumer<Finding<R>> listener) {
    this.inquiry = inquiry;
    this.threads = threads;
    this.clock = clock;
    this.listener = listener;
  }

  /// The finding that is fresh enough, or the one in the making; completes within the timeout.
  public synchronized CompletableFuture<Finding<R>> finding() {
    Attempt<R> inFlight = current;
    if (inFlight != null) {
      return inFlight.answer;
    }
    Finding<R> known = last;
    if (known != null && (working || isFresh(known))) {
      return CompletableFuture.completedFuture(known);
    }
    return begin();
  }

  private boolean isFresh(Finding<R> known) {
    Instant expires = known.at().plus(inquiry.cacheTime());
    return clock.instant().isBefore(expires);
  }

  private CompletableFuture<Finding<R>> begin() {
    Attempt<R> attempt = new Attempt<>();
    current = attempt;
    working = true;
    try {
      Future<?> work = threads.workers().submit(() -> work(attempt));
      Future<?> limit =
          threads
              .timer()
              .schedule(
                  () -> {
                    finish(attempt, inquiry.late());
                    work.cancel(true);
                  },
                  inquiry.timeout().toNanos(),
                  TimeUnit.NANOSECONDS);
      Future<?> unused = attempt.answer.whenComplete((result, failure) -> limit.cancel(false));
    } catch (RejectedExecutionException e) {
      released();
      finish(
          attempt,
          inquiry.failed(
              new IllegalStateException("all threads for checks are busy or closed", e)));
    }
    return attempt.answer;
  }

  private void work(Attempt<R> attempt) {
    @Nullable R found = null;
    try {
      found = inquiry.ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      found = inquiry.late();
    } catch (Exception | LinkageError | StackOverflowError e) {
      found = inquiry.failed(e);
    } finally {
      released();
      finish(
          attempt,
          found == null ? inquiry.failed(new IllegalStateException("the check died")) : found);
    }
  }

  private synchronized void released() {
    working = false;
  }

  private void finish(Attempt<R> attempt, R value) {
    Duration latency = Duration.ofNanos(System.nanoTime() - attempt.beganNanos);
    Finding<R> finding = new Finding<>(value, latency, clock.instant());
    synchronized (this) {
      if (current != attempt) {
        return;
      }
      current = null;
      last = finding;
    }
    listener.accept(finding);
    attempt.answer.complete(finding);
  }

  /// One run of the inquiry, and the answer that everybody who asked meanwhile waits for.
  private static final class Attempt<R> {
    private final long beganNanos = System.nanoTime();
    private final CompletableFuture<Finding<R>> answer = new CompletableFuture<>();
  }
}
