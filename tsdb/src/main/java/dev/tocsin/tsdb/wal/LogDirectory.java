package dev.tocsin.tsdb.wal;

import dev.tocsin.tsdb.file.DurableFiles;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The files of the log: which there are, and what becomes of damaged ones.
final class LogDirectory {
  private static final Logger LOG = System.getLogger(LogDirectory.class.getName());
  private static final String TEMPORARY = ".tmp";
  private static final String EVIDENCE = ".corrupt";

  private final Path path;

  LogDirectory(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  LogFile file(LogFile.Kind kind, long number) {
    return LogFile.in(path, kind, number);
  }

  /// Where a file is written before it gets its name.
  Path temporary(LogFile file) {
    return path.resolve(file.path().getFileName() + TEMPORARY);
  }

  /// The files of the log by number, a checkpoint before the segment of the same number.
  List<LogFile> files() throws IOException {
    var files = new ArrayList<LogFile>();
    try (var entries = Files.newDirectoryStream(path)) {
      for (var entry : entries) {
        var file = LogFile.parse(entry);
        if (file != null) {
          files.add(file);
        }
      }
    }
    files.sort(
        Comparator.comparingLong(LogFile::number)
            .thenComparing(LogFile::kind, Comparator.reverseOrder()));
    return files;
  }

  /// Removes what was being written when the process died.
  void deleteTemporaryFiles() throws IOException {
    try (var entries = Files.newDirectoryStream(path, "*" + TEMPORARY)) {
      for (var entry : entries) {
        Files.delete(entry);
      }
    }
  }

  /// Removes files whose content is held elsewhere. What cannot be removed now is tried again after
  /// the next checkpoint.
  void delete(List<LogFile> files) {
    for (var file : files) {
      try {
        Files.deleteIfExists(file.path());
      } catch (IOException e) {
        LOG.log(
            Level.WARNING, "cannot delete " + file.path() + ", which is not needed any more", e);
      }
    }
  }

  /// The bytes that segments and checkpoints take.
  long sizeBytes() throws IOException {
    long total = 0;
    for (var file : files()) {
      total += Files.exists(file.path()) ? Files.size(file.path()) : 0;
    }
    return total;
  }

  /// Cuts the unfinished record off the end of the last segment. Nobody was told that it was
  /// written.
  void cutTornEnd(LogFile file, LogReader.Result result) {
    LOG.log(
        Level.INFO,
        () ->
            "%s: %s; the last %d bytes are cut off"
                .formatted(file.path(), result.reason(), result.badBytes()));
    try {
      if (result.goodBytes() <= LogFormat.FILE_HEADER_BYTES) {
        Files.delete(file.path());
        DurableFiles.syncDirectory(path);
      } else {
        DurableFiles.truncate(file.path(), result.goodBytes());
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot cut the torn end off " + file.path(), e);
    }
  }

  /// Puts a damaged file aside as evidence and leaves its readable beginning in its place.
  ///
  /// At every moment of it the name of the file stands for the damaged file or for its readable
  /// beginning, so a crash loses nothing.
  void setAside(LogFile file, LogReader.Result result) {
    try {
      var evidence = unusedEvidence(file);
      var size = result.goodBytes() + result.badBytes();
      DurableFiles.copyStart(file.path(), evidence, size);
      if (result.goodBytes() <= LogFormat.FILE_HEADER_BYTES) {
        DurableFiles.syncDirectory(path);
        Files.delete(file.path());
        DurableFiles.syncDirectory(path);
      } else {
        var start = temporary(file);
        DurableFiles.copyStart(file.path(), start, result.goodBytes());
        DurableFiles.replace(start, file.path());
      }
      LOG.log(
          Level.ERROR, () -> damage(file, result) + "; the file as it was is kept as " + evidence);
    } catch (IOException e) {
      LOG.log(Level.ERROR, damage(file, result) + "; it could not be copied and stays in place", e);
    }
  }

  /// Reports a file that the disk does not give, and leaves it.
  void reportUnreadable(LogFile file, LogReader.Result result) {
    LOG.log(Level.ERROR, () -> damage(file, result) + "; it stays in place");
  }

  private static String damage(LogFile file, LogReader.Result result) {
    return "%s is damaged at byte %d: %s; %d bytes were skipped"
        .formatted(file.path(), result.goodBytes(), result.reason(), result.badBytes());
  }

  private Path unusedEvidence(LogFile file) {
    var name = file.path().getFileName() + EVIDENCE;
    var evidence = path.resolve(name);
    for (int i = 1; Files.exists(evidence); i++) {
      evidence = path.resolve(name + "." + i);
    }
    return evidence;
  }
}
