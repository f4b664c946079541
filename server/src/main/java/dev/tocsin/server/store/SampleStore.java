package dev.tocsin.server.store;

import dev.tocsin.series.SeriesReader;
import dev.tocsin.series.SeriesWriter;
import dev.tocsin.tsdb.Tsdb;
import dev.tocsin.tsdb.TsdbOptions;
import dev.tocsin.tsdb.TsdbStatistics;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// The series store of this server, with its retention.
public final class SampleStore implements AutoCloseable {
  private static final Logger LOG = System.getLogger(SampleStore.class.getName());
  private static final String FOLDER = "series";
  private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(10);

  private final Tsdb tsdb;
  private final Duration retention;
  private final InstantSource clock;
  private @Nullable Thread thread;

  private SampleStore(Tsdb tsdb, Duration retention, InstantSource clock) {
    this.tsdb = tsdb;
    this.retention = retention;
    this.clock = clock;
  }

  /// Opens the store in the data folder, reading back what was written before.
  ///
  /// @throws IllegalStateException if another process uses it
  /// @throws UncheckedIOException if it cannot be read or written
  public static SampleStore open(StoreOptions options, Path dataFolder, InstantSource clock) {
    var settings =
        TsdbOptions.defaults(dataFolder.resolve(FOLDER)).withSeriesLimit(options.seriesLimit());
    var store = new SampleStore(Tsdb.open(settings), options.retention(), clock);
    var found = store.statistics();
    if (found.corruptedBytes() > 0) {
      LOG.log(
          Level.WARNING,
          "{0} bytes of the series log were damaged and are set aside; {1} samples were read",
          found.corruptedBytes(),
          found.recoveredSamples());
    }
    return store;
  }

  public SeriesReader reader() {
    return tsdb;
  }

  public SeriesWriter writer() {
    return tsdb;
  }

  public TsdbStatistics statistics() {
    return tsdb.statistics();
  }

  /// How long samples are kept.
  public Duration retention() {
    return retention;
  }

  /// Begins to remove old samples at intervals.
  public synchronized void start() {
    if (thread == null) {
      thread = Thread.ofVirtual().name("sample retention").start(this::loop);
    }
  }

  /// Removes the samples that are older than the retention.
  public void runOnce() {
    tsdb.dropBefore(clock.millis() - retention.toMillis());
  }

  private void loop() {
    try {
      while (true) {
        Thread.sleep(RETENTION_INTERVAL);
        removeOld();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeOld() {
    try {
      runOnce();
    } catch (UncheckedIOException e) {
      LOG.log(Level.ERROR, "old samples cannot be removed; it is tried again later", e);
    }
  }

  /// Stops the retention and closes the store. All that was committed is on the disk.
  @Override
  public synchronized void close() {
    var running = thread;
    if (running != null) {
      running.interrupt();
      try {
        running.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
    tsdb.close();
  }
}
