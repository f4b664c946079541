package dev.tocsin.tsdb;

import dev.tocsin.series.Appender;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.Series;
import dev.tocsin.series.SeriesReader;
import dev.tocsin.series.SeriesWriter;
import dev.tocsin.tsdb.file.DirectoryLock;
import dev.tocsin.tsdb.file.DurableFiles;
import dev.tocsin.tsdb.file.FileOpener;
import dev.tocsin.tsdb.head.Head;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Collection;
import java.util.List;

/// A store of series in a directory of its own.
///
/// All methods may be called by many threads at a time. A sample that a commit has accepted is on
/// the disk when the commit returns, and is found again after the process or the machine has died.
/// What the log has lost by other ways is told by [TsdbStatistics#corruptedBytes()] and in the log
/// of the application; the damaged files are kept under a name that ends in `.corrupt`.
public final class Tsdb implements SeriesReader, SeriesWriter, AutoCloseable {
  /// Not `wal`, where tools of other stores would look for a log in their own format.
  private static final String LOG_DIRECTORY = "log";

  private final DirectoryLock lock;
  private final Head head;

  private Tsdb(DirectoryLock lock, Head head) {
    this.lock = lock;
    this.head = head;
  }

  /// Opens a store, which is created if it is new.
  ///
  /// @throws IllegalStateException if another process, or another store of this one, uses the
  ///   directory
  /// @throws UncheckedIOException if the directory cannot be read or written
  public static Tsdb open(TsdbOptions options) {
    return open(options, DurableFiles::create);
  }

  static Tsdb open(TsdbOptions options, FileOpener opener) {
    var directory = options.directory();
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot create data directory %s: %s".formatted(directory, e), e);
    }
    var lock = DirectoryLock.acquire(directory);
    try {
      var log = directory.resolve(LOG_DIRECTORY);
      return new Tsdb(lock, Head.open(log, options.seriesLimit(), options.segmentBytes(), opener));
    } catch (RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  @Override
  public List<Series> select(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return head.reader().select(fromMillis, toMillis, matchers);
  }

  @Override
  public List<String> labelNames(long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return head.reader().labelNames(fromMillis, toMillis, matchers);
  }

  @Override
  public List<String> labelValues(
      String name, long fromMillis, long toMillis, Collection<Matcher> matchers) {
    return head.reader().labelValues(name, fromMillis, toMillis, matchers);
  }

  @Override
  public Appender appender() {
    return head.appender();
  }

  public TsdbStatistics statistics() {
    var sizes = head.statistics();
    return new TsdbStatistics(
        sizes.series(),
        sizes.samples(),
        sizes.chunkBytes(),
        head.logBytes(),
        sizes.oldestMillis(),
        sizes.newestMillis(),
        head.recoveredSamples(),
        head.corruptedBytes());
  }

  /// Removes samples that are older than a time, as far as they lie in chunks that hold no newer
  /// ones, and the series that have no others; shortens the log accordingly. From now on samples
  /// older than that time are refused.
  ///
  /// @throws UncheckedIOException if the log cannot be shortened; nothing newer is lost by that
  public void dropBefore(long millis) {
    head.dropBefore(millis);
  }

  /// Commits what is waiting to be committed and lets go of the directory. What was read before
  /// stays readable.
  @Override
  public void close() {
    try {
      head.close();
    } finally {
      lock.close();
    }
  }
}
