package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.metrics.ActiveRequest;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/// Finishes the recording of a request that is answered on another thread.
final class AsyncRequestListener implements AsyncListener {

  private final ActiveRequest active;
  private final String method;
  private final String route;
  private final HttpServletResponse response;

  AsyncRequestListener(
      ActiveRequest active, String method, String route, HttpServletResponse response) {
    this.active = active;
    this.method = method;
    this.route = route;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    active.finish(method, route, response.getStatus());
  }

  /// The answer to a timeout is still to be written; [#onComplete] follows.
  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {
    active.finish(method, route, HttpMetricsFilter.statusOf(event.getThrowable()));
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
