package dev.tocsin.tsdb.wal;

import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.chunk.Chunk;

/// Takes what the log remembers, in the order in which it was committed. A sample or a chunk may
/// come more than once; only the first counts.
///
/// @param <S> what the visitor calls a series
public interface LogVisitor<S> {
  /// The series with these labels, which is created if it is new.
  S series(Labels labels);

  void sample(S series, long millis, double value);

  void chunk(S series, Chunk chunk);

  /// Nothing older than this is kept.
  void horizon(long millis);
}
