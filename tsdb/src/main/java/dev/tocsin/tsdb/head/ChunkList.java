package dev.tocsin.tsdb.head;

import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.chunk.OpenChunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The chunks of a series: closed ones in order of time, then the one that is being written. The
/// list never changes; a new one takes its place.
final class ChunkList {
  static final ChunkList EMPTY = new ChunkList(new Chunk[0], null, 0, 0);

  private final Chunk[] closed;
  private final @Nullable OpenChunk open;
  private final long closedBytes;
  private final long closedSamples;

  private ChunkList(
      Chunk[] closed, @Nullable OpenChunk open, long closedBytes, long closedSamples) {
    this.closed = closed;
    this.open = open;
    this.closedBytes = closedBytes;
    this.closedSamples = closedSamples;
  }

  @Nullable OpenChunk open() {
    return open;
  }

  /// This list with its open chunk, if it has one, closed and another one behind it.
  ChunkList withOpen(OpenChunk next) {
    var before = open == null ? this : withClosed(open.close());
    return new ChunkList(before.closed, next, before.closedBytes, before.closedSamples);
  }

  /// This list with its open chunk, if it has one, closed and a closed one behind it.
  ChunkList withAppended(Chunk chunk) {
    return open == null ? withClosed(chunk) : withClosed(open.close()).withClosed(chunk);
  }

  private ChunkList withClosed(Chunk chunk) {
    var longer = Arrays.copyOf(closed, closed.length + 1);
    longer[closed.length] = chunk;
    return new ChunkList(
        longer, null, closedBytes + chunk.bytes().length, closedSamples + chunk.sampleCount());
  }

  /// This list without the chunks that are wholly older than a time.
  ChunkList from(long millis) {
    if (open != null && open.sampleCount() > 0 && open.lastMillis() < millis) {
      return EMPTY;
    }
    int first = firstEndingAtOrAfter(closed, millis);
    if (first == 0) {
      return this;
    }
    var kept = Arrays.copyOfRange(closed, first, closed.length);
    long bytes = 0;
    long samples = 0;
    for (var chunk : kept) {
      bytes += chunk.bytes().length;
      samples += chunk.sampleCount();
    }
    return new ChunkList(kept, open, bytes, samples);
  }

  /// The index of the first chunk that does not end before a time.
  static int firstEndingAtOrAfter(Chunk[] chunks, long millis) {
    int low = 0;
    int high = chunks.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (chunks[middle].maxMillis() < millis) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /// Callers must not write to it.
  Chunk[] closed() {
    return closed;
  }

  /// What readers see of the open chunk.
  @Nullable Chunk openSnapshot() {
    return open == null || open.sampleCount() == 0 ? null : open.snapshot();
  }

  /// All that readers see, in final bytes.
  List<Chunk> finalChunks() {
    var chunks = new ArrayList<Chunk>(Arrays.asList(closed));
    var snapshot = openSnapshot();
    if (snapshot != null) {
      chunks.add(snapshot.compacted());
    }
    return chunks;
  }

  boolean isEmpty() {
    return closed.length == 0 && (open == null || open.sampleCount() == 0);
  }

  /// The time of the first sample, [Long#MAX_VALUE] if there is none.
  long minMillis() {
    if (closed.length > 0) {
      return closed[0].minMillis();
    }
    return open == null || open.sampleCount() == 0 ? Long.MAX_VALUE : open.firstMillis();
  }

  /// The time of the last sample, [Long#MIN_VALUE] if there is none.
  long maxMillis() {
    if (open != null && open.sampleCount() > 0) {
      return open.lastMillis();
    }
    return closed.length == 0 ? Long.MIN_VALUE : closed[closed.length - 1].maxMillis();
  }

  long sampleCount() {
    return closedSamples + (open == null ? 0 : open.sampleCount());
  }

  long byteCount() {
    return closedBytes + (open == null ? 0 : open.byteCount());
  }
}
