package dev.tocsin.sdk.trace;

import dev.tocsin.sdk.correlation.Correlation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/// The span with which a piece of work enters the process: a request, a job, a message. The first
/// call of `finish` counts.
public final class EntrySpan {

  private static final AttributeKey<String> CORRELATION =
      AttributeKey.stringKey("tocsin.correlation_id");

  /// A field costs less than an object for each request.
  private static final AtomicIntegerFieldUpdater<EntrySpan> FINISHED =
      AtomicIntegerFieldUpdater.newUpdater(EntrySpan.class, "finished");

  private final Tracing tracing;
  private final SpanKind kind;
  private final Context parent;
  private final Span span;
  private final long beganNanos;
  private final @Nullable String correlationId;

  @SuppressWarnings("unused")
  private volatile int finished;

  EntrySpan(Tracing tracing, SpanKind kind, Context parent, Span span) {
    this.tracing = tracing;
    this.kind = kind;
    this.parent = parent;
    this.span = span;
    this.beganNanos = System.nanoTime();
    this.correlationId = MDC.get(Correlation.CORRELATION_KEY);
  }

  /// Makes the span current on this thread.
  public TraceScope open() {
    return TraceScope.open(parent.with(span));
  }

  /// 32 hex digits.
  public String traceId() {
    return span.getSpanContext().getTraceId();
  }

  /// Ends the span of work that succeeded.
  public void finish(String name) {
    finish(name, false, null, nothing -> {});
  }

  /// Ends the span of work that failed.
  public void fail(String name, Throwable failure) {
    finish(name, true, failure, nothing -> {});
  }

  /// Ends it without a word if nothing is kept of it: it was not chosen and went well.
  boolean isForgotten(boolean failed) {
    if (failed || span.isRecording()) {
      return false;
    }
    finished = 1;
    return true;
  }

  void finish(String name, boolean failed, @Nullable Throwable failure, Consumer<Span> facts) {
    if (!FINISHED.compareAndSet(this, 0, 1)) {
      return;
    }
    if (span.isRecording()) {
      span.updateName(name);
      end(span, failed, failure, facts);
    } else if (failed && tracing.keepsErrors() && !span.getSpanContext().isSampled()) {
      long tookNanos = System.nanoTime() - beganNanos;
      Span late = tracing.late(name, kind, parent, span.getSpanContext(), tookNanos);
      end(late, true, failure, facts);
    }
  }

  private void end(Span ending, boolean failed, @Nullable Throwable failure, Consumer<Span> facts) {
    if (correlationId != null) {
      ending.setAttribute(CORRELATION, correlationId);
    }
    facts.accept(ending);
    if (failed) {
      ending.setStatus(StatusCode.ERROR);
    }
    if (failure != null) {
      tracing.describe(ending, failure);
    }
    ending.end();
  }
}
