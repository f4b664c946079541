package dev.tocsin.tsdb.wal;

import dev.tocsin.series.Labels;
import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.file.DurableFiles;
import dev.tocsin.tsdb.file.FileOpener;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Writes a checkpoint: the chunks of all series, in place of the segments they came from.
///
/// Closing it before [#finish()] leaves the log as it was.
public final class CheckpointWriter implements AutoCloseable {
  /// More chunks of one series go into a further entry, so that a record stays far from its
  /// maximum.
  private static final int MAX_CHUNKS_AN_ENTRY = 128;

  private final LogDirectory directory;
  private final LogFile file;
  private final Path temporary;
  private final FileChannel channel;
  private final RecordBuffer buffer = new RecordBuffer();

  CheckpointWriter(LogDirectory directory, FileOpener opener, long covered) throws IOException {
    this.directory = directory;
    this.file = directory.file(LogFile.Kind.CHECKPOINT, covered);
    this.temporary = directory.temporary(file);
    this.channel = opener.create(temporary);
    buffer.putFileHeader(LogFile.Kind.CHECKPOINT.code(), covered);
  }

  /// Records that nothing older is kept. Comes before the series.
  public void horizon(long millis) {
    buffer.begin(LogFormat.HORIZON);
    buffer.putVarint(millis);
    buffer.end();
  }

  public void series(Labels labels, List<Chunk> chunks) throws IOException {
    for (int from = 0; from < chunks.size(); from += MAX_CHUNKS_AN_ENTRY) {
      int to = Math.min(chunks.size(), from + MAX_CHUNKS_AN_ENTRY);
      entry(labels, chunks.subList(from, to));
    }
  }

  private void entry(Labels labels, List<Chunk> chunks) throws IOException {
    if (!buffer.isInRecord()) {
      buffer.begin(LogFormat.CHUNKS);
    }
    buffer.putLabels(labels);
    buffer.putUnsignedVarint(chunks.size());
    for (var chunk : chunks) {
      buffer.putBytes(chunk.bytes());
    }
    if (buffer.recordBytes() >= LogFormat.RECORD_TARGET_BYTES) {
      write();
    }
  }

  private void write() throws IOException {
    if (buffer.isInRecord()) {
      buffer.end();
    }
    DurableFiles.write(channel, buffer.bytes(), buffer.length());
    buffer.clear();
  }

  /// Makes the checkpoint part of the log and removes the files that it stands for.
  public void finish() throws IOException {
    write();
    channel.force(true);
    channel.close();
    DurableFiles.replace(temporary, file.path());
    directory.delete(
        directory.files().stream()
            .filter(other -> other.number() <= file.number() && !other.equals(file))
            .toList());
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(temporary);
  }
}
