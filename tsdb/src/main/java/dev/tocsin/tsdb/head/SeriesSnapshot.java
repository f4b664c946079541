package dev.tocsin.tsdb.head;

import dev.tocsin.series.Labels;
import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.Series;
import dev.tocsin.tsdb.chunk.Chunk;
import org.jspecify.annotations.Nullable;

/// A series as it was when it was selected: all its iterators give the same samples.
final class SeriesSnapshot implements Series {
  private final Labels labels;
  private final Chunk[] closed;
  private final @Nullable Chunk last;
  private final long fromMillis;
  private final long toMillis;

  SeriesSnapshot(Labels labels, ChunkList chunks, long fromMillis, long toMillis) {
    this.labels = labels;
    this.closed = chunks.closed();
    this.last = chunks.openSnapshot();
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public SampleIterator samples() {
    return new RangeIterator(closed, last, fromMillis, toMillis);
  }
}
