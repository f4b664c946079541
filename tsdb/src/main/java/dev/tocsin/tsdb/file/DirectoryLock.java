package dev.tocsin.tsdb.file;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The right to write to a directory. The operating system takes it back when the process dies, so
/// no stale lock is ever left.
///
/// Two processes are kept apart by the lock on the file, two owners in one process by a set of held
/// directories. The set is asked first: on POSIX systems, to open and close a file whose lock the
/// same process holds releases that lock.
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE_NAME = "lock";
  private static final int MAX_OWNER_BYTES = 32;
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /// Takes the lock of a directory that exists.
  ///
  /// @throws IllegalStateException if somebody else has it
  /// @throws UncheckedIOException if the lock file cannot be written
  public static DirectoryLock acquire(Path directory) {
    Path real;
    try {
      real = directory.toRealPath();
    } catch (IOException e) {
      throw unusable(directory, e);
    }
    if (!HELD.add(real)) {
      throw new IllegalStateException(
          "data directory " + directory + " is already in use by this process");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(real.resolve(FILE_NAME), CREATE, READ, WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw inUse(directory, channel);
      }
      writeOwner(channel);
      return new DirectoryLock(real, channel);
    } catch (IOException e) {
      giveBack(real, channel);
      throw unusable(directory, e);
    } catch (RuntimeException e) {
      giveBack(real, channel);
      throw e;
    }
  }

  private static void writeOwner(FileChannel channel) throws IOException {
    channel.truncate(0);
    var owner = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static IllegalStateException inUse(Path directory, FileChannel channel) {
    return new IllegalStateException(
        "data directory %s is in use by another process%s; stop it or choose another directory"
            .formatted(directory, owner(channel)));
  }

  /// Names the owner if its note can be read; some systems do not let us.
  private static String owner(FileChannel channel) {
    try {
      var bytes = ByteBuffer.allocate(MAX_OWNER_BYTES);
      channel.read(bytes, 0);
      var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
      return text.isBlank() ? "" : " (process " + text + ")";
    } catch (IOException e) {
      return "";
    }
  }

  private static UncheckedIOException unusable(Path directory, IOException cause) {
    return new UncheckedIOException(
        "cannot write to data directory %s: %s".formatted(directory, cause), cause);
  }

  private static void giveBack(Path directory, @Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release data directory " + directory, e);
    } finally {
      HELD.remove(directory);
    }
  }

  /// Gives the lock back; a second call does nothing.
  @Override
  public synchronized void close() {
    if (channel.isOpen()) {
      giveBack(directory, channel);
    }
  }
}
