package dev.tocsin.sdk.metrics;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One HTTP request in work. Success, exception, timeout and abort may all try to finish it; the
/// first one counts.
public final class ActiveRequest {

  private static final double NANOS_PER_SECOND = 1e9;

  private final HttpMetrics metrics;
  private final long beganNanos;
  private final AtomicBoolean finished = new AtomicBoolean();
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
    if (finished.compareAndSet(false, true)) {
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
