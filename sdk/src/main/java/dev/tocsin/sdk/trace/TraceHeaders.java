package dev.tocsin.sdk.trace;

import dev.tocsin.sdk.outbox.WorkHeaders;
import java.util.Map;

/// The trace of an event: its publisher's travels with it as `traceparent` and `tracestate`, and
/// the span of whoever handles it (kind `CONSUMER`, named after the queue) is a child of the
/// publisher's.
public final class TraceHeaders implements WorkHeaders {

  private final Tracing tracing;

  public TraceHeaders(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public Map<String, String> current() {
    return tracing.carrier();
  }

  @Override
  public Handling begin(String queue, Map<String, String> headers) {
    return new Consumed(queue, tracing.beginMessage(queue, headers));
  }

  private static final class Consumed implements Handling {

    private final String queue;
    private final EntrySpan span;
    private final TraceScope scope;

    Consumed(String queue, EntrySpan span) {
      this.queue = queue;
      this.span = span;
      this.scope = span.open();
    }

    @Override
    public void failed(Throwable failure) {
      span.fail(queue, failure);
    }

    @Override
    public void close() {
      scope.close();
      span.finish(queue);
    }
  }
}
