package dev.tocsin.tsdb.wal;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file of the log: a segment, or a checkpoint that stands for all segments up to its number.
record LogFile(Path path, Kind kind, long number) {
  enum Kind {
    SEGMENT((byte) 1, "segment"),
    CHECKPOINT((byte) 2, "checkpoint");

    private final byte code;
    private final String extension;

    Kind(byte code, String extension) {
      this.code = code;
      this.extension = extension;
    }

    /// How the file's header says it.
    byte code() {
      return code;
    }
  }

  private static final Pattern NAME = Pattern.compile("(\\d{8,18})\\.(segment|checkpoint)");

  static LogFile in(Path directory, Kind kind, long number) {
    var name = "%08d.%s".formatted(number, kind.extension);
    return new LogFile(directory.resolve(name), kind, number);
  }

  /// The log file that a path names, if it does.
  static @Nullable LogFile parse(Path path) {
    Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
    if (!name.matches()) {
      return null;
    }
    Kind kind = name.group(2).equals(Kind.SEGMENT.extension) ? Kind.SEGMENT : Kind.CHECKPOINT;
    return new LogFile(path, kind, Long.parseLong(name.group(1)));
  }
}
