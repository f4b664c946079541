package dev.tocsin.tsdb.wal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the whole log when the store is opened and repairs what it finds broken. It never refuses:
/// an operator at night needs a store that starts, says what it has lost and keeps the evidence.
final class LogRecovery<S> {
  private final LogDirectory directory;
  private final LogVisitor<S> visitor;
  private long corruptedBytes;
  private long lastNumber;

  LogRecovery(LogDirectory directory, LogVisitor<S> visitor) {
    this.directory = directory;
    this.visitor = visitor;
  }

  /// The bytes that could not be used.
  long corruptedBytes() {
    return corruptedBytes;
  }

  /// The highest number in use.
  long lastNumber() {
    return lastNumber;
  }

  void run() throws IOException {
    directory.deleteTemporaryFiles();
    List<LogFile> files = directory.files();
    if (files.isEmpty()) {
      return;
    }
    lastNumber = files.getLast().number();
    var rest = new ArrayList<>(files);
    var checkpoint = newestCheckpoint(files);
    if (checkpoint != null) {
      rest.remove(checkpoint);
      if (read(checkpoint, false)) {
        var covered = rest.stream().filter(file -> file.number() <= checkpoint.number()).toList();
        directory.delete(covered);
        rest.removeAll(covered);
      }
    }
    for (var file : rest) {
      read(file, file.number() == lastNumber);
    }
  }

  /// Reads a file, as far as it is whole; true if all of it is.
  private boolean read(LogFile file, boolean mayBeTorn) {
    var result = new LogReader<>(file, visitor).read();
    corruptedBytes += result.badBytes();
    return switch (result.ending()) {
      case COMPLETE -> true;
      case TORN -> {
        if (mayBeTorn && file.kind() == LogFile.Kind.SEGMENT) {
          directory.cutTornEnd(file, result);
        } else {
          directory.setAside(file, result);
        }
        yield false;
      }
      case CORRUPT -> {
        directory.setAside(file, result);
        yield false;
      }
      case UNREADABLE -> {
        directory.reportUnreadable(file, result);
        yield false;
      }
    };
  }

  private static @Nullable LogFile newestCheckpoint(List<LogFile> files) {
    return files.stream()
        .filter(file -> file.kind() == LogFile.Kind.CHECKPOINT)
        .reduce((older, newer) -> newer)
        .orElse(null);
  }
}
