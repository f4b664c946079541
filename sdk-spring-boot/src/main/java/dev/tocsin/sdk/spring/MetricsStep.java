package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ActiveRequest;
import dev.tocsin.sdk.metrics.HttpMetrics;
import org.jspecify.annotations.Nullable;

/// Records each request once, whatever becomes of it: answered, failed, aborted or finished later
/// on another thread.
final class MetricsStep implements RequestStep {

  private final HttpMetrics metrics;

  MetricsStep(HttpMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void begin(ServedRequest served) {
    served.active = metrics.begin();
  }

  @Override
  public void end(ServedRequest served, int status, @Nullable Throwable failure) {
    ActiveRequest active = served.active;
    if (active != null) {
      active.finish(served.request().getMethod(), served.route(status), status);
    }
  }
}
