package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/// An append-only file as the last resort when database and Redis are both down. One process at a
/// time uses a folder.
///
/// `events.log` has a line for each event: eight hexadecimal digits of the CRC-32 of the rest, a
/// space, the event as JSON. `cursor` holds the number of bytes that were drained already. A line
/// without its end was never acknowledged and is cut off when the file is opened; a line with a
/// wrong checksum comes out as an entry that cannot be read.
public final class FileLogBuffer implements RecoveryBuffer {

  /// The size of the file beyond which events are refused, unless told otherwise.
  public static final long DEFAULT_MAX_BYTES = 1L << 30;

  private static final int CHECKSUM_LENGTH = 8;
  private static final int READ_BYTES = 4 * 1024 * 1024;

  private final Path cursorFile;
  private final long maxBytes;
  private final FileChannel lockFile;
  private final FileChannel log;
  private long cursor;
  private long backlog;

  /// @param folder made when it is absent
  /// @throws IOException when the folder cannot be written, or another process uses it
  public FileLogBuffer(Path folder, long maxBytes) throws IOException {
    this.maxBytes = maxBytes;
    Files.createDirectories(folder);
    cursorFile = folder.resolve("cursor");
    lockFile = open(folder.resolve("lock"));
    lock(folder);
    log = open(folder.resolve("events.log"));
    cursor = Math.min(readCursor(), log.size());
    backlog = cutTornEnd();
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private void lock(Path folder) throws IOException {
    FileLock lock = null;
    try {
      lock = lockFile.tryLock();
    } catch (OverlappingFileLockException e) {
      // Taken within this process; told below.
    }
    if (lock == null) {
      lockFile.close();
      throw new IOException(
          "The folder " + folder + " is in use by another outbox: give each process its own.");
    }
  }

  private long readCursor() throws IOException {
    if (!Files.exists(cursorFile)) {
      return 0;
    }
    String text = Files.readString(cursorFile, StandardCharsets.UTF_8).strip();
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException e) {
      // Draining again is harmless, since events keep their ids; losing them is not.
      return 0;
    }
  }

  private long cutTornEnd() throws IOException {
    long events = 0;
    long end = cursor;
    for (List<Line> lines = read(end); !lines.isEmpty(); lines = read(end)) {
      events += lines.size();
      end = lines.get(lines.size() - 1).end();
    }
    log.truncate(end);
    return events;
  }

  @Override
  public String name() {
    return "file-log";
  }

  @Override
  public boolean isExternal() {
    return true;
  }

  @Override
  public synchronized void append(QueuedEvent event) throws IOException {
    String json = event.toJson();
    ByteBuffer line =
        ByteBuffer.wrap((checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8));
    long start = log.size();
    if (start + line.remaining() > maxBytes) {
      throw new IOException("The event log has reached its limit of " + maxBytes + " bytes");
    }
    try {
      for (long at = start; line.hasRemaining(); ) {
        at += log.write(line, at);
      }
      log.force(false);
      backlog++;
    } catch (IOException e) {
      log.truncate(start);
      throw e;
    }
  }

  private static String checksum(String json) {
    CRC32 crc = new CRC32();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }

  @Override
  public synchronized long backlog() {
    return backlog;
  }

  @Override
  public synchronized List<Entry> oldest(int limit) throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (Line line : read(cursor)) {
      if (entries.size() == limit) {
        break;
      }
      entries.add(entry(line));
    }
    return entries;
  }

  private static Entry entry(Line line) {
    String reference = String.valueOf(line.end());
    String text = line.text();
    boolean intact =
        text.length() > CHECKSUM_LENGTH + 1
            && checksum(text.substring(CHECKSUM_LENGTH + 1))
                .equals(text.substring(0, CHECKSUM_LENGTH));
    return intact
        ? Entry.parse(reference, text.substring(CHECKSUM_LENGTH + 1))
        : new Entry(reference, null, text);
  }

  /// The whole lines from the position on, as many as fit into a read.
  private List<Line> read(long from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(READ_BYTES, log.size() - from));
    while (bytes.hasRemaining() && log.read(bytes, from + bytes.position()) > 0) {
      // Goes on until the buffer is full or the file ends.
    }
    List<Line> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.position(); i++) {
      if (bytes.get(i) == '\n') {
        String text = new String(bytes.array(), start, i - start, StandardCharsets.UTF_8);
        start = i + 1;
        lines.add(new Line(text, from + start));
      }
    }
    return lines;
  }

  @Override
  public synchronized void remove(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      cursor = Math.max(cursor, Long.parseLong(entry.reference()));
    }
    backlog -= entries.size();
    if (cursor == log.size()) {
      // A crash in between leaves a cursor beyond the end, which counts as the end.
      log.truncate(0);
      cursor = 0;
    }
    Path fresh = cursorFile.resolveSibling("cursor.new");
    Files.writeString(fresh, String.valueOf(cursor), StandardCharsets.UTF_8);
    Files.move(
        fresh, cursorFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void close() {
    try (lockFile;
        log) {
      log.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("The event log cannot be closed", e);
    }
  }

  /// A line of the file.
  ///
  /// @param end where the next one begins
  private record Line(String text, long end) {}
}
