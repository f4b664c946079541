package dev.tocsin.sdk.metrics;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/// One HTTP request in work. Success, exception, timeout and abort may all try to finish it; the
/// first one counts.
public final class ActiveRequest {

  private static final double NANOS_PER_SECOND = 1e9;

  /// A field costs less than an object for each request.
  private static final AtomicIntegerFieldUpdater<ActiveRequest> FINISHED =
      AtomicIntegerFieldUpdater.newUpdater(ActiveRequest.class, "finished");

  private final HttpMetrics metrics;
  private final long beganNanos;

  @SuppressWarnings("unused")
  private volatile int finished;

  private volatile @Nullable FinishedRequestListener listener;

  ActiveRequest(HttpMetrics metrics, long beganNanos) {
    this.metrics = metrics;
    this.beganNanos = beganNanos;
  }

  /// Tells the listener when the request is finished; there is room for one.
  public void whenFinished(FinishedRequestListener told) {
    this.listener = told;
  }

  public void finish(String method, String route, int statusCode) {
    if (FINISHED.compareAndSet(this, 0, 1)) {
      metrics.finished();
      double seconds = (double) (System.nanoTime() - beganNanos) / NANOS_PER_SECOND;
      metrics.recordHttpRequest(method, route, statusCode, seconds);
      FinishedRequestListener told = listener;
      if (told != null) {
        told.finished(route, statusCode);
      }
    }
  }
}
