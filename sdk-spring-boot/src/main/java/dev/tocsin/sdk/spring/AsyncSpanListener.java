package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.RequestSpan;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/// Ends the span of a request that is answered on another thread without being dispatched again.
final class AsyncSpanListener implements AsyncListener {

  private final RequestSpan span;
  private final String method;
  private final String route;
  private final HttpServletResponse response;

  AsyncSpanListener(RequestSpan span, String method, String route, HttpServletResponse response) {
    this.span = span;
    this.method = method;
    this.route = route;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    span.finish(method, route, response.getStatus(), null);
  }

  /// The answer to a timeout is still to be written; [#onComplete] follows.
  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onError(AsyncEvent event) {
    Throwable failure = event.getThrowable();
    span.finish(method, route, HttpMetricsFilter.statusOf(failure), failure);
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
