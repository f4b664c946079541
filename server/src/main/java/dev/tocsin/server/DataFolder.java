package dev.tocsin.server;

import dev.tocsin.server.database.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything the server keeps, held by one server at a time.
final class DataFolder implements AutoCloseable {
  private static final String LOCK_FILE = "tocsin.lock";
  private static final String NAME_FILE = "replica";

  private final Path path;
  private final FileChannel channel;

  /// The folder cannot be used; the message says what to do.
  static final class UnusableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private DataFolder(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Creates the folder if needed and takes it.
  ///
  /// @throws UnusableException if it cannot be written or another server has it
  static DataFolder take(Path path) {
    try {
      Files.createDirectories(path);
      var channel =
          FileChannel.open(
              path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new UnusableException(
            "another server uses the data folder "
                + path.toAbsolutePath()
                + "; stop it or set another folder in data.folder",
            null);
      }
      return new DataFolder(path, channel);
    } catch (IOException e) {
      throw new UnusableException(
          "cannot write to the data folder "
              + path.toAbsolutePath()
              + " ("
              + e.getClass().getSimpleName()
              + "); make it writable for this user or set another folder in data.folder",
          e);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  Path path() {
    return path;
  }

  /// The name of whoever runs in this folder, the same after every start.
  String replica(Ids ids) {
    var file = path.resolve(NAME_FILE);
    try {
      var known = Files.exists(file) ? Files.readString(file).strip() : "";
      if (known.isEmpty()) {
        known = ids.next();
        Files.writeString(file, known);
      }
      return known;
    } catch (IOException e) {
      throw new UnusableException(
          "cannot use " + file.toAbsolutePath() + "; make it readable and writable for this user",
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
