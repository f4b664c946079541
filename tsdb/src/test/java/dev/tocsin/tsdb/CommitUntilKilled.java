package dev.tocsin.tsdb;

import dev.tocsin.series.AppendResult;
import dev.tocsin.series.Labels;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// A process for [KillTest]: some threads commit batches for ever, another writes checkpoints. Each
/// batch is printed once its commit has returned. Arguments: directory, first batch.
final class CommitUntilKilled {
  static final int WRITERS = 3;
  static final int SERIES = 4;

  private CommitUntilKilled() {}

  static Labels labels(int writer, int series) {
    return Labels.of("__name__", "killed", "writer", "" + writer, "series", "" + series);
  }

  static double value(int writer, int series, long batch) {
    return batch * 1.25 + series * 0.125 + writer;
  }

  public static void main(String[] arguments) {
    var options =
        TsdbOptions.defaults(Path.of(arguments[0])).withSegmentBytes(TsdbOptions.MIN_SEGMENT_BYTES);
    long first = Long.parseLong(arguments[1]);
    var tsdb = Tsdb.open(options);
    for (int i = 0; i < WRITERS; i++) {
      int writer = i;
      Thread.ofPlatform().start(() -> commitForEver(tsdb, writer, first));
    }
    while (true) {
      tsdb.dropBefore(0);
    }
  }

  private static void commitForEver(Tsdb tsdb, int writer, long first) {
    for (long batch = first; ; batch++) {
      try (var appender = tsdb.appender()) {
        for (int series = 0; series < SERIES; series++) {
          long reference = appender.reference(labels(writer, series));
          var result = appender.append(reference, batch, value(writer, series, batch));
          if (result != AppendResult.APPENDED) {
            throw new IllegalStateException("batch " + batch + " was answered with " + result);
          }
        }
        appender.commit();
      }
      print(writer + " " + batch + "\n");
    }
  }

  /// One call of the system a line, so that a line is whole or absent.
  private static void print(String line) {
    try {
      STANDARD_OUTPUT.write(line.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final FileOutputStream STANDARD_OUTPUT = new FileOutputStream(FileDescriptor.out);
}
