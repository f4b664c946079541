package dev.tocsin.tsdb.head;

import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.wal.LogVisitor;

/// Fills the registry from the log, before anybody else sees it.
final class Recovery implements LogVisitor<HeadSeries> {
  private final SeriesRegistry registry;

  Recovery(SeriesRegistry registry) {
    this.registry = registry;
  }

  @Override
  public HeadSeries series(Labels labels) {
    return registry.getOrCreate(labels);
  }

  @Override
  public void sample(HeadSeries series, long millis, double value) {
    if (millis >= registry.horizonMillis() && series.accept(millis)) {
      series.append(millis, value);
    }
  }

  @Override
  public void chunk(HeadSeries series, Chunk chunk) {
    series.appendChunk(chunk);
  }

  @Override
  public void horizon(long millis) {
    registry.raiseHorizon(millis);
  }

  /// Makes the samples readable and lets go of series that have none. Answers how many samples
  /// there are.
  long finish() {
    long samples = 0;
    for (var series : registry.all()) {
      series.publish();
      samples += series.chunks().sampleCount();
    }
    registry.remove(registry.all().stream().filter(series -> series.chunks().isEmpty()).toList());
    return samples;
  }
}
