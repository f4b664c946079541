package dev.tocsin.tsdb.head;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Appender;
import dev.tocsin.series.Labels;

/// Collects a batch and hands it to the commit queue. An append looks at the series as it is now
/// and at the batch itself; the commit looks again, because others commit meanwhile.
final class HeadAppender implements Appender {
  private final SeriesRegistry registry;
  private final CommitQueue commits;
  private final Batch batch = new Batch();
  private boolean closed;

  HeadAppender(SeriesRegistry registry, CommitQueue commits) {
    this.registry = registry;
    this.commits = commits;
  }

  @Override
  public long reference(Labels labels) {
    requireOpen();
    return registry.reference(labels);
  }

  @Override
  public AppendResult append(long reference, long timestampMillis, double value) {
    requireOpen();
    var series = reference < 0 ? null : registry.find(reference);
    if (series == null) {
      return AppendResult.UNKNOWN_SERIES;
    }
    if (timestampMillis < registry.horizonMillis()) {
      return AppendResult.TOO_OLD;
    }
    var result = check(series, timestampMillis, value);
    if (result == AppendResult.APPENDED) {
      batch.add(series, timestampMillis, value);
    }
    return result;
  }

  private AppendResult check(HeadSeries series, long timestampMillis, double value) {
    int last = batch.lastSample(series);
    if (last == Batch.NONE || timestampMillis < batch.millis(last)) {
      var result = series.check(timestampMillis, value);
      return last != Batch.NONE && result == AppendResult.APPENDED
          ? AppendResult.OUT_OF_ORDER
          : result;
    }
    if (timestampMillis > batch.millis(last)) {
      return AppendResult.APPENDED;
    }
    return HeadSeries.sameValue(batch.value(last), value)
        ? AppendResult.DUPLICATE
        : AppendResult.CONFLICT;
  }

  @Override
  public void commit() {
    requireOpen();
    if (batch.size() > 0) {
      commits.commit(batch);
      batch.clear();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("this appender is closed; ask for a new one");
    }
  }

  @Override
  public void close() {
    closed = true;
    batch.clear();
  }
}
