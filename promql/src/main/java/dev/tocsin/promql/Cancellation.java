package dev.tocsin.promql;

import java.time.Duration;

/// Stops a running query: by a call from another thread or by a deadline. Evaluation loops ask it
/// often, so asking is cheap.
public final class Cancellation {
  private static final long NO_DEADLINE = Long.MAX_VALUE;

  private final long createdNanos = System.nanoTime();
  private final long allowedNanos;
  private volatile boolean cancelled;

  private Cancellation(long allowedNanos) {
    this.allowedNanos = allowedNanos;
  }

  /// One without a deadline.
  public static Cancellation none() {
    return new Cancellation(NO_DEADLINE);
  }

  /// One that ends the query when the time since this call is over.
  public static Cancellation after(Duration timeout) {
    try {
      return new Cancellation(timeout.toNanos());
    } catch (ArithmeticException _) {
      return none();
    }
  }

  /// Ends the query at its next check.
  public void cancel() {
    cancelled = true;
  }

  /// @throws QueryCancelledException if the query must end
  public void check() {
    if (cancelled) {
      throw new QueryCancelledException("query was cancelled");
    }
    if (allowedNanos != NO_DEADLINE && System.nanoTime() - createdNanos >= allowedNanos) {
      throw new QueryCancelledException(
          "query timed out after " + Duration.ofNanos(allowedNanos).toMillis() + " ms");
    }
  }
}
