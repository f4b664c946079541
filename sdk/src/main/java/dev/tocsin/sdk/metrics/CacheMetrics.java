package dev.tocsin.sdk.metrics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/// Reads of caches and the memory they use.
public final class CacheMetrics implements MetricsArea {

  private final CounterFamily hits;
  private final CounterFamily misses;
  private final GaugeFamily memory;

  CacheMetrics(Telemetry telemetry) {
    hits = telemetry.counter("cache_hits_total");
    misses = telemetry.counter("cache_misses_total");
    memory = telemetry.gauge("cache_memory_used_bytes");
  }

  public void recordHit() {
    hits.increment();
  }

  public void recordMiss() {
    misses.increment();
  }

  /// Reads the memory at each scrape; the supplier must be fast and must not block.
  public void observeMemory(DoubleSupplier bytes) {
    memory.observe(bytes);
  }

  @Override
  public String name() {
    return "cache";
  }

  /// Hits, misses, the share of hits, memory in bytes.
  @Override
  public Map<String, Object> figures() {
    double found = value(hits);
    double missed = value(misses);
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("hits", found);
    figures.put("misses", missed);
    figures.put("hitRate", Ratio.of(found, found + missed));
    figures.put(
        "memoryUsedBytes", memory.read().stream().findFirst().map(Reading::value).orElse(null));
    return figures;
  }

  private static double value(CounterFamily counter) {
    return counter.read().stream().mapToDouble(Reading::value).sum();
  }
}
