package dev.tocsin.sdk.spring;

import dev.tocsin.sdk.trace.RequestSpan;
import dev.tocsin.sdk.trace.Tracing;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/// A span for each request, which is current wherever a thread serves it.
final class TraceStep implements RequestStep {

  private final Tracing tracing;

  TraceStep(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public void begin(ServedRequest served) {
    HttpServletRequest request = served.request();
    served.span = tracing.beginRequest(request.getMethod(), request::getHeader);
  }

  @Override
  public @Nullable Visit enter(
      ServedRequest served, HttpServletRequest request, HttpServletResponse response) {
    RequestSpan span = served.span;
    return span == null ? null : span.open()::close;
  }

  @Override
  public void end(ServedRequest served, int status, @Nullable Throwable failure) {
    RequestSpan span = served.span;
    if (span != null) {
      span.finish(served.request().getMethod(), served.route(status), status, failure);
    }
  }
}
