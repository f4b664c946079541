package dev.tocsin.tsdb.head;

import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.SampleKind;
import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.chunk.ChunkIterator;
import org.jspecify.annotations.Nullable;

/// Walks the samples of consecutive chunks within a time range. Chunks outside of it, or before the
/// time that is sought, are not decoded.
final class RangeIterator implements SampleIterator {
  private enum State {
    BEFORE_FIRST,
    ON_SAMPLE,
    ENDED
  }

  private final Chunk[] closed;
  private final @Nullable Chunk last;
  private final long fromMillis;
  private final long toMillis;
  private final ChunkIterator samples = new ChunkIterator();

  /// The chunk that is being read; `closed.length` stands for the last one.
  private int chunkIndex = -1;

  private long chunkMaxMillis;
  private State state = State.BEFORE_FIRST;

  RangeIterator(Chunk[] closed, @Nullable Chunk last, long fromMillis, long toMillis) {
    this.closed = closed;
    this.last = last;
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  @Override
  public SampleKind next() {
    return state == State.ENDED ? SampleKind.END : advance(fromMillis);
  }

  @Override
  public SampleKind seek(long timestampMillis) {
    if (state == State.ENDED) {
      return SampleKind.END;
    }
    if (state == State.ON_SAMPLE && samples.millis() >= timestampMillis) {
      return SampleKind.FLOAT;
    }
    return advance(Math.max(timestampMillis, fromMillis));
  }

  /// Moves at least one sample on, to the first that is not before a time.
  private SampleKind advance(long target) {
    if (chunkIndex < 0 || chunkMaxMillis < target) {
      if (!openChunk(firstCandidate(target))) {
        return end();
      }
    }
    while (true) {
      while (samples.next()) {
        if (samples.millis() >= target) {
          return standOrEnd();
        }
      }
      if (!openChunk(chunkIndex + 1)) {
        return end();
      }
    }
  }

  private int firstCandidate(long target) {
    return Math.max(chunkIndex + 1, ChunkList.firstEndingAtOrAfter(closed, target));
  }

  private boolean openChunk(int index) {
    Chunk chunk = index < closed.length ? closed[index] : last;
    if (chunk == null || index > closed.length || chunk.minMillis() > toMillis) {
      return false;
    }
    chunkIndex = index;
    chunkMaxMillis = chunk.maxMillis();
    samples.reset(chunk);
    return true;
  }

  private SampleKind standOrEnd() {
    if (samples.millis() > toMillis) {
      return end();
    }
    state = State.ON_SAMPLE;
    return SampleKind.FLOAT;
  }

  private SampleKind end() {
    state = State.ENDED;
    return SampleKind.END;
  }

  @Override
  public long timestampMillis() {
    return samples.millis();
  }

  @Override
  public double value() {
    return samples.value();
  }
}
