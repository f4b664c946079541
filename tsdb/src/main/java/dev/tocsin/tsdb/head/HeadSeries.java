package dev.tocsin.tsdb.head;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Labels;
import dev.tocsin.series.SampleKind;
import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.chunk.OpenChunk;

/// One series in memory.
///
/// Readers take [#chunks()], which is always a complete state. All methods that change something
/// belong to the one thread at a time that holds the head's commit lock; so do the plain fields.
/// Several samples of a commit become visible together: they go into the list that is being
/// prepared, and [#publish()] puts it in the place of the one that readers take.
final class HeadSeries {
  /// [#logIndex(long)] when the segment does not define the series yet.
  static final int UNDEFINED = -1;

  private static final long NO_SEGMENT = -1;

  private final Labels labels;
  private final long reference;

  private volatile ChunkList chunks = ChunkList.EMPTY;
  private volatile boolean removed;

  private ChunkList prepared = ChunkList.EMPTY;
  private boolean hasAccepted;
  private long acceptedMillis;
  private long logSegment = NO_SEGMENT;
  private int logIndex;

  HeadSeries(Labels labels, long reference) {
    this.labels = labels;
    this.reference = reference;
  }

  Labels labels() {
    return labels;
  }

  long reference() {
    return reference;
  }

  ChunkList chunks() {
    return chunks;
  }

  /// Whether the head has let go of this series. Nothing that is appended to it can be read.
  boolean isRemoved() {
    return removed;
  }

  void markRemoved() {
    removed = true;
  }

  /// What would become of a sample, as things stand now.
  AppendResult check(long millis, double value) {
    var current = chunks;
    if (millis > current.maxMillis() || current.isEmpty()) {
      return AppendResult.APPENDED;
    }
    var samples = new SeriesSnapshot(labels, current, millis, millis).samples();
    if (samples.next() == SampleKind.END) {
      return AppendResult.OUT_OF_ORDER;
    }
    return sameValue(samples.value(), value) ? AppendResult.DUPLICATE : AppendResult.CONFLICT;
  }

  /// Whether two values are the same bits, so that a NaN equals itself.
  static boolean sameValue(double one, double other) {
    return Double.doubleToRawLongBits(one) == Double.doubleToRawLongBits(other);
  }

  /// Takes a sample for the commit under way, if it is newer than all taken before.
  boolean accept(long millis) {
    if (hasAccepted && millis <= acceptedMillis) {
      return false;
    }
    hasAccepted = true;
    acceptedMillis = millis;
    return true;
  }

  /// Forgets what was accepted and not appended, after a commit that failed.
  void resetAccepted() {
    hasAccepted = !prepared.isEmpty();
    acceptedMillis = prepared.maxMillis();
  }

  /// The index by which a segment names this series, or [#UNDEFINED].
  int logIndex(long segment) {
    return logSegment == segment ? logIndex : UNDEFINED;
  }

  void defined(long segment, int index) {
    logSegment = segment;
    logIndex = index;
  }

  /// Adds a sample that was accepted. Nobody sees it before [#publish()].
  void append(long millis, double value) {
    OpenChunk open = prepared.open();
    if (open == null || open.isFull()) {
      open = new OpenChunk();
      prepared = prepared.withOpen(open);
    }
    open.append(millis, value);
  }

  /// Adds a whole chunk, unless it is not newer than what there is.
  void appendChunk(Chunk chunk) {
    if (hasAccepted && chunk.minMillis() <= acceptedMillis) {
      return;
    }
    hasAccepted = true;
    acceptedMillis = chunk.maxMillis();
    prepared = prepared.withAppended(chunk);
  }

  void publish() {
    var open = prepared.open();
    if (open != null) {
      open.publish();
    }
    if (chunks != prepared) {
      chunks = prepared;
    }
  }

  /// Lets go of the chunks that are wholly older than a time; true if none is left.
  boolean dropBefore(long millis) {
    prepared = chunks.from(millis);
    chunks = prepared;
    return prepared.isEmpty();
  }
}
