package dev.tocsin.tsdb.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// File operations that are complete on the disk, not only in the page cache, when they return.
public final class DurableFiles {
  /// Writes go out in slices of this size: the JDK copies each into a direct buffer that it keeps
  /// per thread, which should stay small.
  private static final int SLICE_BYTES = 256 * 1024;

  private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

  private DurableFiles() {}

  /// Creates the file of a name, replacing one that exists; the opener for real disks.
  public static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING);
  }

  /// Writes a range of an array at the channel's position, all of it.
  public static void write(FileChannel channel, byte[] bytes, int length) throws IOException {
    var buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.position() < length) {
      buffer.limit(Math.min(length, buffer.position() + SLICE_BYTES));
      channel.write(buffer);
    }
  }

  /// Makes creations, renames and deletions in a directory last. Windows has no such call and does
  /// not need it.
  public static void syncDirectory(Path directory) throws IOException {
    if (WINDOWS) {
      return;
    }
    try (var channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    }
  }

  /// Gives a file, whose content is already forced, its final name. After a crash the name stands
  /// for the old content or the new one, never for a mixture.
  public static void replace(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncDirectory(parent(target));
  }

  /// Copies the first bytes of a file.
  public static void copyStart(Path source, Path target, long byteCount) throws IOException {
    try (var in = FileChannel.open(source, READ);
        var out = create(target)) {
      long copied = 0;
      while (copied < byteCount) {
        long moved = in.transferTo(copied, byteCount - copied, out);
        if (moved <= 0) {
          throw new IOException(source + " ended while it was copied");
        }
        copied += moved;
      }
      out.force(true);
    }
  }

  /// Cuts a file off behind its first bytes.
  public static void truncate(Path file, long byteCount) throws IOException {
    try (var channel = FileChannel.open(file, WRITE)) {
      channel.truncate(byteCount);
      channel.force(true);
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException("BUG: " + file + " has no directory");
    }
    return parent;
  }
}
