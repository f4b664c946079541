package dev.tocsin.sdk.trace;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Decides at the end of a trace's part in this process: spans that sampling did not choose wait
/// until the first span of the process has ended, and go on if any of them failed. At most
/// [#MAX_TRACES] traces of [#MAX_SPANS] spans wait; the oldest gives way.
final class WholeErrorTraces implements SpanProcessor {

  static final int MAX_TRACES = 1_000;
  static final int MAX_SPANS = 100;

  private final SpanProcessor next;
  private final Map<String, List<ReadableSpan>> waiting =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<ReadableSpan>> eldest) {
          return size() > MAX_TRACES;
        }
      };

  WholeErrorTraces(SpanProcessor next) {
    this.next = next;
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (span.getSpanContext().isSampled()) {
      next.onEnd(span);
      return;
    }
    List<ReadableSpan> trace = add(span);
    if (isFirstOfProcess(span) && trace.stream().anyMatch(WholeErrorTraces::failed)) {
      trace.forEach(next::onEnd);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return next.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return next.shutdown();
  }

  /// The trace so far; the first span of the process ends the wait and is always in it.
  private synchronized List<ReadableSpan> add(ReadableSpan span) {
    String traceId = span.getSpanContext().getTraceId();
    boolean last = isFirstOfProcess(span);
    List<ReadableSpan> trace = last ? waiting.remove(traceId) : waiting.get(traceId);
    if (trace == null) {
      trace = new ArrayList<>(2);
    }
    if (last || trace.size() < MAX_SPANS) {
      trace.add(span);
    }
    if (!last) {
      waiting.put(traceId, trace);
    }
    return trace;
  }

  private static boolean isFirstOfProcess(ReadableSpan span) {
    SpanContext parent = span.getParentSpanContext();
    return !parent.isValid() || parent.isRemote();
  }

  private static boolean failed(ReadableSpan span) {
    return span.toSpanData().getStatus().getStatusCode() == StatusCode.ERROR;
  }
}
