package dev.tocsin.sdk.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lines on disk, in the order in which they came, until somebody has taken them.
///
/// Segments of about 1 MiB, named by their number; the file `position` says up to where the lines
/// are taken. A line counts as kept when [#append] has returned: it is forced to the disk. A line
/// that a crash cut in the middle is removed at the next opening.
final class Spool implements AutoCloseable {
  private static final String SEGMENT_END = ".events";
  private static final long SEGMENT_BYTES = 1L << 20;
  private static final Pattern POSITION = Pattern.compile("([0-9]{1,18}) ([0-9]{1,18})");
  private static final byte LINE_END = '\n';

  private final Path folder;
  private final long limitBytes;
  private final FileChannel lockFile;
  private final FileLock lock;
  private final TreeMap<Long, Long> segmentBytes = new TreeMap<>();
  private Position position = new Position(0, 0);
  private @Nullable FileChannel current;

  /// Up to where lines are taken.
  record Position(long segment, long offset) {}

  /// Lines in their order, and the position behind the last of them.
  record Lines(List<String> lines, Position end) {}

  private Spool(Path folder, long limitBytes, FileChannel lockFile, FileLock lock) {
    this.folder = folder;
    this.limitBytes = limitBytes;
    this.lockFile = lockFile;
    this.lock = lock;
  }

  /// @throws UncheckedIOException if the folder cannot be written, or another process has it
  static Spool open(Path folder, long limitBytes) {
    try {
      Files.createDirectories(folder);
      FileChannel lockFile =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = lock(lockFile);
      if (lock == null) {
        lockFile.close();
        throw new IOException(
            "the spool folder " + folder + " is in use; give each process a folder of its own");
      }
      Spool spool = new Spool(folder, limitBytes, lockFile, lock);
      spool.recover();
      return spool;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /// Adds lines for good.
  ///
  /// @return how many were added; the rest is over the limit of the disk
  synchronized int append(List<String> lines) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    long free = limitBytes - waitingBytes();
    int added = 0;
    for (String line : lines) {
      byte[] text = line.getBytes(StandardCharsets.UTF_8);
      if (bytes.size() + text.length + 1 > free) {
        break;
      }
      bytes.writeBytes(text);
      bytes.write(LINE_END);
      added++;
    }
    if (added > 0) {
      write(ByteBuffer.wrap(bytes.toByteArray()));
    }
    return added;
  }

  /// A write that fails half-way, on a full disk for example, leaves the segment as it was: the
  /// lines come again, and must not follow half a line.
  private void write(ByteBuffer bytes) throws IOException {
    FileChannel file = segment();
    long before = segmentBytes.lastEntry().getValue();
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
      file.force(false);
    } catch (IOException e) {
      file.truncate(before);
      throw e;
    }
    segmentBytes.put(segmentBytes.lastKey(), before + length);
  }

  private FileChannel segment() throws IOException {
    FileChannel file = current;
    if (file != null && segmentBytes.lastEntry().getValue() < SEGMENT_BYTES) {
      return file;
    }
    if (file != null) {
      file.close();
    }
    long number = segmentBytes.isEmpty() ? position.segment() : segmentBytes.lastKey() + 1;
    FileChannel next =
        FileChannel.open(path(number), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    segmentBytes.put(number, 0L);
    current = next;
    return next;
  }

  /// The next lines that nobody has taken.
  synchronized Lines read(int maxLines, int maxBytes) throws IOException {
    Position from = position;
    List<String> lines = new ArrayList<>();
    int bytes = 0;
    while (true) {
      Long size = segmentBytes.get(from.segment());
      if (size == null) {
        break;
      }
      byte[] rest = bytes(from, size, maxBytes);
      int begin = 0;
      for (int end = lineEnd(rest, begin); end >= 0; end = lineEnd(rest, begin)) {
        if (!lines.isEmpty() && (lines.size() == maxLines || bytes + end - begin > maxBytes)) {
          return new Lines(lines, new Position(from.segment(), from.offset() + begin));
        }
        lines.add(new String(rest, begin, end - begin, StandardCharsets.UTF_8));
        bytes += end - begin;
        begin = end + 1;
      }
      from = new Position(from.segment(), from.offset() + begin);
      Long following = segmentBytes.higherKey(from.segment());
      if (from.offset() < size || following == null) {
        break;
      }
      from = new Position(following, 0);
    }
    return new Lines(lines, from);
  }

  /// At least one line, however long, and as much as `maxBytes` more.
  private byte[] bytes(Position from, long size, int maxBytes) throws IOException {
    try (InputStream in = Files.newInputStream(path(from.segment()))) {
      in.skipNBytes(from.offset());
      long most = Math.min(size - from.offset(), SEGMENT_BYTES + maxBytes);
      return in.readNBytes((int) most);
    }
  }

  private static int lineEnd(byte[] bytes, int begin) {
    for (int i = begin; i < bytes.length; i++) {
      if (bytes[i] == LINE_END) {
        return i;
      }
    }
    return -1;
  }

  /// Forgets the lines before a position.
  synchronized void taken(Position end) throws IOException {
    Path written = folder.resolve("position.new");
    Files.writeString(written, end.segment() + " " + end.offset());
    Files.move(
        written,
        folder.resolve("position"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    position = end;
    while (!segmentBytes.isEmpty() && segmentBytes.firstKey() < end.segment()) {
      Files.deleteIfExists(path(segmentBytes.pollFirstEntry().getKey()));
    }
  }

  synchronized long waitingBytes() {
    long all = segmentBytes.values().stream().mapToLong(Long::longValue).sum();
    return segmentBytes.containsKey(position.segment()) ? all - position.offset() : all;
  }

  private void recover() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = String.valueOf(file.getFileName());
        if (name.matches("[0-9]{1,18}\\" + SEGMENT_END)) {
          long number = Long.parseLong(name.substring(0, name.length() - SEGMENT_END.length()));
          segmentBytes.put(number, Files.size(file));
        }
      }
    }
    readPosition();
    while (!segmentBytes.isEmpty() && segmentBytes.firstKey() < position.segment()) {
      Files.deleteIfExists(path(segmentBytes.pollFirstEntry().getKey()));
    }
    if (!segmentBytes.isEmpty()) {
      openLast();
    }
  }

  /// Without a readable position everything is sent again; the server knows events by their ids.
  private void readPosition() throws IOException {
    Path file = folder.resolve("position");
    String text = Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    Matcher stored = POSITION.matcher(text);
    if (stored.matches()) {
      position = new Position(Long.parseLong(stored.group(1)), Long.parseLong(stored.group(2)));
    } else if (!segmentBytes.isEmpty()) {
      position = new Position(segmentBytes.firstKey(), 0);
    }
  }

  private void openLast() throws IOException {
    long number = segmentBytes.lastKey();
    byte[] bytes = Files.readAllBytes(path(number));
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != LINE_END) {
      whole--;
    }
    FileChannel file = FileChannel.open(path(number), StandardOpenOption.WRITE);
    file.truncate(whole);
    file.position(whole);
    segmentBytes.put(number, (long) whole);
    current = file;
  }

  private Path path(long number) {
    return folder.resolve(String.format("%018d%s", number, SEGMENT_END));
  }

  @Override
  public synchronized void close() throws IOException {
    FileChannel file = current;
    if (file != null) {
      file.close();
    }
    lock.release();
    lockFile.close();
  }
}
