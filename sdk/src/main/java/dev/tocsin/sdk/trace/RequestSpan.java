package dev.tocsin.sdk.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import org.jspecify.annotations.Nullable;

/// The span of an HTTP request that this application answers, named by method and route template.
public final class RequestSpan {

  private static final int FIRST_SERVER_ERROR = 500;
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");

  private final EntrySpan entry;

  RequestSpan(EntrySpan entry) {
    this.entry = entry;
  }

  /// Makes the request's trace current on this thread.
  public TraceScope open() {
    return entry.open();
  }

  /// 32 hex digits.
  public String traceId() {
    return entry.traceId();
  }

  /// Ends the span; the first call counts.
  ///
  /// @param route the template, never a raw URL
  /// @param failure what the request failed of, when it is known
  public void finish(String method, String route, int status, @Nullable Throwable failure) {
    boolean failed = status >= FIRST_SERVER_ERROR;
    if (entry.isForgotten(failed)) {
      return;
    }
    entry.finish(
        method + " " + route,
        failed,
        failed ? failure : null,
        span -> facts(span, method, route, status));
  }

  private static void facts(Span span, String method, String route, int status) {
    span.setAttribute(METHOD, method);
    span.setAttribute(ROUTE, route);
    span.setAttribute(STATUS, (long) status);
  }
}
