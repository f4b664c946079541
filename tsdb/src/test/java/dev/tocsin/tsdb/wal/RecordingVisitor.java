package dev.tocsin.tsdb.wal;

import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.chunk.ChunkIterator;
import java.util.ArrayList;
import java.util.List;

/// Writes down what the log hands out, one line a sample.
final class RecordingVisitor implements LogVisitor<Labels> {
  final List<String> samples = new ArrayList<>();
  final List<Labels> series = new ArrayList<>();
  long horizonMillis = Long.MIN_VALUE;

  @Override
  public Labels series(Labels labels) {
    series.add(labels);
    return labels;
  }

  @Override
  public void sample(Labels labels, long millis, double value) {
    samples.add(line(labels, millis, value));
  }

  @Override
  public void chunk(Labels labels, Chunk chunk) {
    var iterator = new ChunkIterator();
    iterator.reset(chunk);
    while (iterator.next()) {
      samples.add(line(labels, iterator.millis(), iterator.value()));
    }
  }

  @Override
  public void horizon(long millis) {
    horizonMillis = millis;
  }

  static String line(Labels labels, long millis, double value) {
    return "%s %d %s".formatted(labels, millis, value);
  }
}
