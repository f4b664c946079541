package dev.tocsin.sdk.trace;

import dev.tocsin.sdk.error.FailureContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The time during which a trace is current on a thread, for OpenTelemetry and, as `traceId`, in
/// the log context; close it on the same thread.
public final class TraceScope implements AutoCloseable {

  private final Scope scope;
  private final @Nullable String formerTraceId;

  private TraceScope(Scope scope, @Nullable String formerTraceId) {
    this.scope = scope;
    this.formerTraceId = formerTraceId;
  }

  /// The scope lives as long as this object, which the caller closes.
  @SuppressWarnings("MustBeClosedChecker")
  static TraceScope open(Context context) {
    TraceScope opened = new TraceScope(context.makeCurrent(), MDC.get(FailureContext.TRACE_KEY));
    SpanContext span = Span.fromContext(context).getSpanContext();
    if (span.isValid()) {
      MDC.put(FailureContext.TRACE_KEY, span.getTraceId());
    }
    return opened;
  }

  @Override
  public void close() {
    scope.close();
    if (formerTraceId == null) {
      MDC.remove(FailureContext.TRACE_KEY);
    } else {
      MDC.put(FailureContext.TRACE_KEY, formerTraceId);
    }
  }
}
