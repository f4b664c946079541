package dev.tocsin.sdk.error;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where unhandled failures end: logged once with their stack and ids, counted,
/// handed to the sink. Never throws, whatever the sink does.
public final class FailureReporter {

  private static final Logger LOG = LoggerFactory.getLogger(FailureReporter.class);
  private static final ThreadLocal<@Nullable WeakReference<Throwable>> LAST = new ThreadLocal<>();

  private final CounterFamily failures;
  private final FailureSink sink;

  public FailureReporter(Telemetry telemetry, FailureSink sink) {
    this.sink = sink;
    this.failures =
        telemetry.counter(
            "unhandled_failures_total",
            "Failures that no code of the application handled.",
            "origin");
  }

  public void report(Failure failure) {
    LAST.set(new WeakReference<>(failure.cause()));
    try {
      log(failure);
      failures.increment(failure.origin().label());
      sink.send(failure);
    } catch (RuntimeException e) {
      LOG.warn("A failure could not be reported", e);
    }
  }

  /// Reports unless the last report of this thread was about the very same failure. For handlers
  /// that see a failure once more on its way out.
  public void reportUnlessKnown(Failure failure) {
    WeakReference<Throwable> known = LAST.get();
    if (known == null || !known.refersTo(failure.cause())) {
      report(failure);
    }
  }

  /// Waits until reports are out, at most for the limit.
  public void flush(Duration limit) {
    try {
      sink.flush(limit);
    } catch (RuntimeException e) {
      LOG.warn("Reports of failures could not be flushed", e);
    }
  }

  private static void log(Failure failure) {
    FailureContext context = failure.context();
    LOG.error(
        "Unhandled failure in {} {} [correlationId={} traceId={} userId={}]",
        failure.origin().label(),
        failure.source(),
        context.correlationId(),
        context.traceId(),
        context.userId(),
        failure.cause());
  }
}
