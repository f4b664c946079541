package dev.tocsin.sdk.trace;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends spans in batches from a thread of its own. Never more than the limit are pending, waiting
/// or on their way; what comes on top, and what the receiver did not take, is counted as dropped.
final class BoundedExport implements SpanProcessor {

  private static final int BATCH = 512;
  private static final Duration DELAY = Duration.ofSeconds(2);
  private static final Duration EXPORT_LIMIT = Duration.ofSeconds(10);

  private final int maxPending;
  private final AtomicInteger pending = new AtomicInteger();
  private final CounterFamily dropped;
  private final BatchSpanProcessor batches;

  BoundedExport(SpanExporter exporter, int maxPending, Telemetry telemetry) {
    this.maxPending = maxPending;
    this.dropped =
        telemetry.counter(
            "telemetry_dropped_total", "Telemetry that was lost on its way to a sink.", "sink");
    this.batches =
        BatchSpanProcessor.builder(new Counted(exporter))
            .setMaxQueueSize(maxPending + BATCH)
            .setMaxExportBatchSize(BATCH)
            .setScheduleDelay(DELAY)
            .setExporterTimeout(EXPORT_LIMIT)
            .setExportUnsampledSpans(true)
            .build();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (pending.incrementAndGet() > maxPending) {
      pending.decrementAndGet();
      dropped.increment("traces");
    } else {
      batches.onEnd(span);
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  @Override
  public CompletableResultCode forceFlush() {
    return batches.forceFlush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return batches.shutdown();
  }

  /// Knows what became of each batch.
  private final class Counted implements SpanExporter {

    private final SpanExporter exporter;

    Counted(SpanExporter exporter) {
      this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      int count = spans.size();
      CompletableResultCode result = exporter.export(spans);
      return result.whenComplete(
          () -> {
            pending.addAndGet(-count);
            if (!result.isSuccess()) {
              dropped.add(count, "traces");
            }
          });
    }

    @Override
    public CompletableResultCode flush() {
      return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
      return exporter.shutdown();
    }
  }
}
