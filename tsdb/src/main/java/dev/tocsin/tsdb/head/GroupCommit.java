package dev.tocsin.tsdb.head;

import dev.tocsin.tsdb.head.CommitQueue.Pending;
import dev.tocsin.tsdb.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Takes batches through the three steps of a commit, several batches at a time.
///
/// 1. *Accept*: each sample is compared with the series once more, now that the order of the
///    batches is settled. One that is not newer than all accepted before is left out; its appender
///    lost a race and was never promised more.
/// 2. *Log*: the accepted samples are encoded, written and forced.
/// 3. *Apply*: they are added to the chunks and published, batch by batch.
///
/// The order of the samples is the same in all three, so the log, read again, gives the same
/// series. If the log fails, nothing has been added to any chunk; the series only forget what they
/// had accepted.
///
/// The lock covers all three and every other change of chunks or segments.
final class GroupCommit {
  /// Batches that do not fit go into the next force, so that a few big ones do not hold back the
  /// others for long.
  private static final int MAX_GROUP_BYTES = 8 * 1024 * 1024;

  private final SeriesRegistry registry;
  private final WriteAheadLog log;
  private final ReentrantLock lock;

  GroupCommit(SeriesRegistry registry, WriteAheadLog log, ReentrantLock lock) {
    this.registry = registry;
    this.log = log;
    this.lock = lock;
  }

  void commit(List<Pending> group) {
    lock.lock();
    try {
      int first = 0;
      while (first < group.size()) {
        first = commitSome(group, first);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Commits as many batches as fit into one force; answers the index behind them.
  private int commitSome(List<Pending> group, int first) {
    int next = first;
    try {
      long segment = log.begin();
      int headerBytes = log.pendingBytes();
      while (next < group.size() && log.pendingBytes() < MAX_GROUP_BYTES) {
        var batch = group.get(next++).batch();
        if (accept(batch)) {
          encode(batch, segment);
        }
      }
      if (log.pendingBytes() > headerBytes) {
        log.flush();
      }
    } catch (IOException | RuntimeException | Error e) {
      int end = Math.max(next, first + 1);
      fail(group.subList(first, end), e);
      return end;
    }
    for (var pending : group.subList(first, next)) {
      apply(pending.batch());
      pending.outcome().complete(null);
    }
    return next;
  }

  private boolean accept(Batch batch) {
    long horizon = registry.horizonMillis();
    boolean any = false;
    for (int i = 0; i < batch.size(); i++) {
      if (batch.series(i).isRemoved()) {
        batch.replaceSeries(i, registry.getOrCreate(batch.series(i).labels()));
      }
      boolean isAccepted = batch.millis(i) >= horizon && batch.series(i).accept(batch.millis(i));
      batch.setAccepted(i, isAccepted);
      any |= isAccepted;
    }
    return any;
  }

  private void encode(Batch batch, long segment) {
    for (int i = 0; i < batch.size(); i++) {
      var series = batch.series(i);
      if (batch.isAccepted(i) && series.logIndex(segment) == HeadSeries.UNDEFINED) {
        series.defined(segment, log.define(series.labels()));
      }
    }
    log.beginSamples();
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isAccepted(i)) {
        log.sample(batch.series(i).logIndex(segment), batch.millis(i), batch.value(i));
      }
    }
    log.endSamples();
  }

  private static void apply(Batch batch) {
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isAccepted(i)) {
        batch.series(i).append(batch.millis(i), batch.value(i));
      }
    }
    for (int i = 0; i < batch.size(); i++) {
      if (batch.isAccepted(i)) {
        batch.series(i).publish();
      }
    }
  }

  private void fail(List<Pending> failed, Throwable cause) {
    log.abandon();
    var failure =
        cause instanceof IOException e
            ? new UncheckedIOException("the samples could not be logged: " + e, e)
            : cause;
    for (var pending : failed) {
      var batch = pending.batch();
      for (int i = 0; i < batch.size(); i++) {
        batch.series(i).resetAccepted();
      }
      pending.outcome().completeExceptionally(failure);
    }
  }
}
