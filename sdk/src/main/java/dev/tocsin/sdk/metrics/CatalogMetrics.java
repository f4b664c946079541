package dev.tocsin.sdk.metrics;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Streams of the catalogue and the quotes in them.
public final class CatalogMetrics {

  private final HistogramFamily duration;
  private final HistogramFamily products;
  private final HistogramFamily quoteLatency;
  private final HistogramFamily shaping;
  private final CounterFamily quoteCache;
  private final AtomicLong pollingFallbacks = new AtomicLong();

  CatalogMetrics(Telemetry telemetry) {
    duration = telemetry.histogram("catalog_stream_duration_seconds");
    products = telemetry.histogram("catalog_stream_products_emitted");
    quoteLatency = telemetry.histogram("catalog_quote_latency_seconds");
    shaping = telemetry.histogram("catalog_event_shaping_seconds");
    quoteCache = telemetry.counter("catalog_quote_cache_total");
    for (CacheOutcome outcome : CacheOutcome.values()) {
      quoteCache.declare(Labelled.label(outcome));
    }
    telemetry.gauge("stream_fallback_to_polling").observe(pollingFallbacks::doubleValue);
  }

  /// A stream ended, normally or not.
  public void recordStream(Duration time, int productCount) {
    duration.record(time);
    products.record((double) productCount);
  }

  public void recordQuote(CacheOutcome outcome, Duration time) {
    quoteCache.increment(Labelled.label(outcome));
    quoteLatency.record(time);
  }

  public void recordEventShaping(Duration time) {
    shaping.record(time);
  }

  /// A stream went over from push to polling.
  public void recordFallbackToPolling() {
    pollingFallbacks.incrementAndGet();
  }
}
