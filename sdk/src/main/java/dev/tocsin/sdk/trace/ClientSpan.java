package dev.tocsin.sdk.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.util.function.BiConsumer;

/// The span of an outgoing HTTP call. It carries the target's host and port, never its path or
/// query, which may hold secrets.
public final class ClientSpan {

  private static final int FIRST_ERROR = 400;
  private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
  private static final AttributeKey<String> HOST = AttributeKey.stringKey("server.address");
  private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
  private static final AttributeKey<Long> STATUS =
      AttributeKey.longKey("http.response.status_code");

  private final Tracing tracing;
  private final Context context;
  private final Span span;

  ClientSpan(Tracing tracing, Context context, Span span) {
    this.tracing = tracing;
    this.context = context;
    this.span = span;
  }

  ClientSpan to(String method, URI target) {
    String host = target.getHost();
    if (span.isRecording() && host != null) {
      span.setAttribute(METHOD, method);
      span.setAttribute(HOST, host);
      if (target.getPort() > 0) {
        span.setAttribute(PORT, (long) target.getPort());
      }
    }
    return this;
  }

  /// Hands over the headers that carry the trace to the called application.
  public void inject(BiConsumer<String, String> setHeader) {
    tracing.inject(context, setHeader);
  }

  /// Ends the span of a call that was answered.
  public void finish(int status) {
    span.setAttribute(STATUS, (long) status);
    if (status >= FIRST_ERROR) {
      span.setStatus(StatusCode.ERROR);
    }
    span.end();
  }

  /// Ends the span of a call that was not answered.
  public void fail(Throwable failure) {
    span.setStatus(StatusCode.ERROR);
    tracing.describe(span, failure);
    span.end();
  }
}
