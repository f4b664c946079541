package dev.tocsin.tsdb.wal;

import dev.tocsin.tsdb.chunk.Chunk;
import dev.tocsin.tsdb.chunk.CorruptChunkException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Reads one file of the log and hands its records to a visitor, up to the first that is not whole.
///
/// The numbers by which samples name their series count the definitions of this file only, so each
/// file can be read without those before it.
final class LogReader<S> {
  /// How a file ends.
  enum Ending {
    /// With its last record.
    COMPLETE,
    /// Within a record: the process or the machine died while it was written.
    TORN,
    /// With bytes that were changed after they had been written.
    CORRUPT,
    /// The disk does not give its bytes.
    UNREADABLE
  }

  /// What was found: the length of the part that is whole, and the length of the rest.
  record Result(Ending ending, long goodBytes, long badBytes, String reason) {}

  private static final int BUFFER_BYTES = 256 * 1024;

  private final LogFile file;
  private final LogVisitor<S> visitor;
  private final List<S> definitions = new ArrayList<>();
  private final CRC32C checksum = new CRC32C();
  private final byte[] header = new byte[LogFormat.FILE_HEADER_BYTES];
  private byte[] payload = new byte[BUFFER_BYTES];
  private long goodBytes;
  private long totalBytes;

  LogReader(LogFile file, LogVisitor<S> visitor) {
    this.file = file;
    this.visitor = visitor;
  }

  Result read() {
    try {
      totalBytes = Files.size(file.path());
      try (var in = new BufferedInputStream(Files.newInputStream(file.path()), BUFFER_BYTES)) {
        return read(in);
      }
    } catch (MalformedRecordException | CorruptChunkException e) {
      return ending(Ending.CORRUPT, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return ending(Ending.UNREADABLE, e.toString());
    }
  }

  private Result read(InputStream in) throws IOException {
    if (totalBytes < LogFormat.FILE_HEADER_BYTES) {
      return ending(Ending.TORN, "it ends within its header");
    }
    if (in.readNBytes(header, 0, LogFormat.FILE_HEADER_BYTES) < LogFormat.FILE_HEADER_BYTES) {
      throw new IOException("it shrank while it was read");
    }
    var fields = ByteBuffer.wrap(header);
    if (fields.getInt() != LogFormat.MAGIC
        || fields.get() != LogFormat.VERSION
        || fields.get() != file.kind().code()) {
      return isZeroToEnd(header, LogFormat.FILE_HEADER_BYTES, in)
          ? ending(Ending.TORN, "its header was not written")
          : ending(Ending.CORRUPT, "its header is not that of version " + LogFormat.VERSION);
    }
    goodBytes = LogFormat.FILE_HEADER_BYTES;
    while (goodBytes < totalBytes) {
      var problem = readRecord(in);
      if (problem != null) {
        return problem;
      }
    }
    return ending(Ending.COMPLETE, "");
  }

  /// Reads a record; answers how the file ends if there is no whole one.
  private @Nullable Result readRecord(InputStream in) throws IOException {
    long left = totalBytes - goodBytes - LogFormat.RECORD_HEADER_BYTES;
    if (left < 0) {
      return ending(Ending.TORN, "it ends within the header of a record");
    }
    in.readNBytes(header, 0, LogFormat.RECORD_HEADER_BYTES);
    var fields = ByteBuffer.wrap(header);
    int length = fields.getInt();
    int payloadChecksum = fields.getInt();
    if (fields.getInt() != checksum(header, 8)) {
      return isZeroToEnd(header, LogFormat.RECORD_HEADER_BYTES, in)
          ? ending(Ending.TORN, "its last record was not written")
          : ending(Ending.CORRUPT, "the header of a record does not fit its checksum");
    }
    if (length < 1 || length > LogFormat.MAX_RECORD_BYTES) {
      return ending(Ending.CORRUPT, "a record of " + length + " bytes");
    }
    if (length > left) {
      return ending(Ending.TORN, "it ends within a record");
    }
    readPayload(in, length);
    if (payloadChecksum != checksum(payload, length)) {
      return ending(Ending.CORRUPT, "a record does not fit its checksum");
    }
    visit(new RecordCursor(payload, length));
    goodBytes += LogFormat.RECORD_HEADER_BYTES + length;
    return null;
  }

  private void readPayload(InputStream in, int length) throws IOException {
    if (payload.length < length) {
      payload = new byte[length];
    }
    if (in.readNBytes(payload, 0, length) < length) {
      throw new IOException("it shrank while it was read");
    }
  }

  private void visit(RecordCursor record) throws MalformedRecordException {
    byte type = record.type();
    switch (type) {
      case LogFormat.SERIES -> visitSeries(record);
      case LogFormat.SAMPLES -> visitSamples(record);
      case LogFormat.CHUNKS -> visitChunks(record);
      case LogFormat.HORIZON -> visitor.horizon(record.varint());
      default -> throw new MalformedRecordException("a record of unknown type " + type);
    }
  }

  private void visitSeries(RecordCursor record) throws MalformedRecordException {
    while (record.hasMore()) {
      definitions.add(visitor.series(record.labels()));
    }
  }

  private void visitSamples(RecordCursor record) throws MalformedRecordException {
    long index = 0;
    long millis = 0;
    while (record.hasMore()) {
      index += record.varint();
      millis += record.varint();
      double value = record.value();
      if (index < 0 || index >= definitions.size()) {
        throw new MalformedRecordException("a sample of the undefined series " + index);
      }
      visitor.sample(definitions.get((int) index), millis, value);
    }
  }

  private void visitChunks(RecordCursor record) throws MalformedRecordException {
    while (record.hasMore()) {
      S series = visitor.series(record.labels());
      int count = record.count(1);
      for (int i = 0; i < count; i++) {
        visitor.chunk(series, Chunk.decode(record.bytes()));
      }
    }
  }

  private int checksum(byte[] bytes, int length) {
    checksum.reset();
    checksum.update(bytes, 0, length);
    return (int) checksum.getValue();
  }

  /// Some file systems show blocks as zeros that they had promised but not yet written.
  private static boolean isZeroToEnd(byte[] start, int length, InputStream rest)
      throws IOException {
    for (int i = 0; i < length; i++) {
      if (start[i] != 0) {
        return false;
      }
    }
    int next = rest.read();
    while (next == 0) {
      next = rest.read();
    }
    return next < 0;
  }

  private Result ending(Ending ending, String reason) {
    return new Result(ending, goodBytes, totalBytes - goodBytes, reason);
  }
}
