package dev.tocsin.tsdb.head;

import dev.tocsin.series.Appender;
import dev.tocsin.series.SeriesReader;
import dev.tocsin.series.SeriesWriter;
import dev.tocsin.tsdb.file.FileOpener;
import dev.tocsin.tsdb.wal.WriteAheadLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.locks.ReentrantLock;

/// The samples of the recent past, in memory and in the log.
///
/// Who may do what:
/// - Readers take no lock. They look series up in concurrent maps and take a complete state of each
///   from one volatile field; what they hold stays valid whatever happens meanwhile.
/// - Appenders take no lock either, except to create a series. Their batches go to the
///   [CommitQueue], whose thread is the only one that adds samples.
/// - The commit lock is held while a group of batches is committed and while old chunks are
///   dropped, so these two never mix. It is not held while a checkpoint is written.
///
/// Invariant: what can be read is in the log and forced. The reverse holds after recovery: all that
/// is in the log, whole and not older than the horizon, can be read.
public final class Head implements SeriesWriter, AutoCloseable {
  private final SeriesRegistry registry;
  private final HeadReader reader;
  private final WriteAheadLog log;
  private final CommitQueue commits;
  private final long recoveredSamples;
  private final ReentrantLock commitLock = new ReentrantLock();
  private final ReentrantLock dropLock = new ReentrantLock();

  private Head(SeriesRegistry registry, WriteAheadLog log, long recoveredSamples) {
    this.registry = registry;
    this.reader = new HeadReader(registry);
    this.log = log;
    this.recoveredSamples = recoveredSamples;
    this.commits = new CommitQueue(new GroupCommit(registry, log, commitLock));
  }

  /// Opens the log of a directory and fills the head from it.
  ///
  /// @throws UncheckedIOException if the directory cannot be used
  public static Head open(Path directory, int seriesLimit, long segmentBytes, FileOpener opener) {
    var registry = new SeriesRegistry(seriesLimit);
    var recovery = new Recovery(registry);
    var log = WriteAheadLog.open(directory, segmentBytes, opener, recovery);
    return new Head(registry, log, recovery.finish());
  }

  public SeriesReader reader() {
    return reader;
  }

  @Override
  public Appender appender() {
    return new HeadAppender(registry, commits);
  }

  /// Lets go of the chunks that are wholly older than a time and of the series that have no other,
  /// then puts a checkpoint in place of the log so far. From now on older samples are refused.
  ///
  /// @throws UncheckedIOException if the checkpoint cannot be written; the log is then as before,
  ///   and what was dropped comes back with the next start unless a later call succeeds
  public void dropBefore(long millis) {
    dropLock.lock();
    try {
      writeCheckpoint(dropChunks(millis));
    } catch (IOException e) {
      throw new UncheckedIOException("the log could not be shortened: " + e, e);
    } finally {
      dropLock.unlock();
    }
  }

  /// Drops from memory and cuts the log at the same moment, so that no segment behind the cut holds
  /// a sample of a series that was removed before it.
  private long dropChunks(long millis) {
    commitLock.lock();
    try {
      registry.raiseHorizon(millis);
      long horizon = registry.horizonMillis();
      var empty = new ArrayList<HeadSeries>();
      for (var series : registry.all()) {
        if (series.dropBefore(horizon)) {
          empty.add(series);
        }
      }
      registry.remove(empty);
      return log.cut();
    } finally {
      commitLock.unlock();
    }
  }

  private void writeCheckpoint(long covered) throws IOException {
    try (var checkpoint = log.checkpoint(covered)) {
      checkpoint.horizon(registry.horizonMillis());
      for (var series : registry.all()) {
        checkpoint.series(series.labels(), series.chunks().finalChunks());
      }
      checkpoint.finish();
    }
  }

  public HeadStatistics statistics() {
    return HeadStatistics.of(registry.all());
  }

  /// How many samples the log gave back when the head was opened.
  public long recoveredSamples() {
    return recoveredSamples;
  }

  /// How many bytes of the log could not be used when the head was opened.
  public long corruptedBytes() {
    return log.corruptedBytes();
  }

  public long logBytes() {
    return log.sizeBytes();
  }

  @Override
  public void close() {
    commits.close();
    log.close();
  }
}
