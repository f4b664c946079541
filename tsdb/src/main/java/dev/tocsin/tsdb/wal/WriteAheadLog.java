package dev.tocsin.tsdb.wal;

import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.file.DurableFiles;
import dev.tocsin.tsdb.file.FileOpener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The log that makes commits outlive the process.
///
/// It is a sequence of numbered segments. Records are collected in memory and [#flush()] writes and
/// forces them in one go; whoever shares a flush shares its cost. Only one thread may write at a
/// time, and it should be one that nobody interrupts: an interrupt closes a channel of the JDK.
///
/// Invariants:
/// - A segment can be read without any other: it defines every series that its samples name, and a
///   series is defined again when it first appears in the next segment. So damage to one segment
///   costs that segment only.
/// - No segment is appended to after a restart or after a failed write. What the page cache holds
///   after a failed force is unknown, so the segment is cut back to what was forced before and
///   closed, and the next flush begins a new one. Repeated failures are therefore independent: each
///   commit works if the disk works.
/// - A checkpoint with number n stands for all segments up to n. It is written beside them, forced,
///   and renamed; only then are they deleted. A crash leaves the segments, or the checkpoint, or
///   both, and both is no harm: the covered segments are removed when the log is opened.
/// - A checkpoint may hold samples that segments behind it hold too, since it is written while
///   commits go on. Readers of the log ignore a sample that is not newer than the series.
public final class WriteAheadLog implements AutoCloseable {
  private static final Logger LOG = System.getLogger(WriteAheadLog.class.getName());

  private final LogDirectory directory;
  private final long segmentBytes;
  private final FileOpener opener;
  private final long corruptedBytes;
  private final RecordBuffer buffer = new RecordBuffer();

  private @Nullable FileChannel channel;
  private long segment;
  private long forcedBytes;
  private int definitionCount;
  private int lastIndex;
  private long lastMillis;

  private WriteAheadLog(
      LogDirectory directory, long segmentBytes, FileOpener opener, LogRecovery<?> recovery) {
    this.directory = directory;
    this.segmentBytes = segmentBytes;
    this.opener = opener;
    this.segment = recovery.lastNumber();
    this.corruptedBytes = recovery.corruptedBytes();
  }

  /// Opens the log of a directory, which is created if it is new, and hands what it holds to a
  /// visitor. Damage does not stop it; see [#corruptedBytes()].
  ///
  /// @throws UncheckedIOException if the directory cannot be listed or written to
  public static WriteAheadLog open(
      Path path, long segmentBytes, FileOpener opener, LogVisitor<?> visitor) {
    try {
      Files.createDirectories(path);
      var directory = new LogDirectory(path);
      var recovery = new LogRecovery<>(directory, visitor);
      recovery.run();
      return new WriteAheadLog(directory, segmentBytes, opener, recovery);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot open the log in %s: %s".formatted(path, e), e);
    }
  }

  /// The bytes that could not be used when the log was opened.
  public long corruptedBytes() {
    return corruptedBytes;
  }

  /// The bytes of the log on the disk.
  public long sizeBytes() {
    try {
      return directory.sizeBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot measure the log in " + directory.path(), e);
    }
  }

  /// The number of the segment that receives what comes next; it is created if need be. Definitions
  /// hold for this segment only.
  public long begin() throws IOException {
    if (channel != null && forcedBytes >= segmentBytes) {
      closeSegment();
    }
    if (channel == null) {
      openSegment();
    }
    return segment;
  }

  private void openSegment() throws IOException {
    segment++;
    var file = directory.file(LogFile.Kind.SEGMENT, segment);
    channel = opener.create(file.path());
    forcedBytes = 0;
    definitionCount = 0;
    DurableFiles.syncDirectory(directory.path());
    buffer.clear();
    buffer.putFileHeader(LogFile.Kind.SEGMENT.code(), segment);
  }

  /// Defines a series in the current segment and answers the index by which samples name it.
  public int define(Labels labels) {
    if (!buffer.isInRecord()) {
      buffer.begin(LogFormat.SERIES);
    }
    buffer.putLabels(labels);
    if (buffer.recordBytes() >= LogFormat.RECORD_TARGET_BYTES) {
      buffer.end();
    }
    return definitionCount++;
  }

  /// Begins the samples of a batch, behind its definitions.
  public void beginSamples() {
    if (buffer.isInRecord()) {
      buffer.end();
    }
    buffer.begin(LogFormat.SAMPLES);
    lastIndex = 0;
    lastMillis = 0;
  }

  public void sample(int index, long millis, double value) {
    buffer.putSample(index - lastIndex, millis - lastMillis, value);
    lastIndex = index;
    lastMillis = millis;
  }

  public void endSamples() {
    buffer.end();
  }

  /// The bytes collected since the last flush.
  public int pendingBytes() {
    return buffer.length();
  }

  /// Writes and forces what was collected.
  ///
  /// @throws IOException if that fails; then nothing of it is in the log, unless the disk refuses
  ///   even the repair
  public void flush() throws IOException {
    if (channel == null) {
      throw new IllegalStateException("BUG: flush without begin");
    }
    DurableFiles.write(channel, buffer.bytes(), buffer.length());
    channel.force(false);
    forcedBytes += buffer.length();
    buffer.clear();
  }

  /// Drops what was collected and gives the current segment up, at the last byte that was forced.
  public void abandon() {
    buffer.clear();
    if (channel == null) {
      return;
    }
    try {
      channel.truncate(forcedBytes);
      channel.force(false);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "segment %d of the log keeps an unfinished end".formatted(segment), e);
    }
    closeQuietly();
  }

  /// Ends the current segment and answers the number up to which a checkpoint may now stand for the
  /// log.
  public long cut() {
    closeQuietly();
    return segment;
  }

  /// A checkpoint for the segments up to a number that [#cut()] answered. May be written by any one
  /// thread while another commits.
  public CheckpointWriter checkpoint(long covered) throws IOException {
    return new CheckpointWriter(directory, opener, covered);
  }

  private void closeSegment() throws IOException {
    if (channel != null) {
      FileChannel closing = channel;
      channel = null;
      closing.close();
      if (forcedBytes == 0) {
        directory.delete(List.of(directory.file(LogFile.Kind.SEGMENT, segment)));
      }
    }
  }

  private void closeQuietly() {
    try {
      closeSegment();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "segment %d of the log was not closed well".formatted(segment), e);
    }
  }

  @Override
  public void close() {
    closeQuietly();
  }
}
