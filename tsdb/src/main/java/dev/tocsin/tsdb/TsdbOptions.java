package dev.tocsin.tsdb;

import java.nio.file.Path;

/// How a store is to be opened.
///
/// @param directory where the data is; created if it is new, and used by one process at a time
/// @param seriesLimit how many series may exist; further ones are refused
/// @param segmentBytes at what size a file of the log is followed by the next
public record TsdbOptions(Path directory, int seriesLimit, long segmentBytes) {
  public static final int DEFAULT_SERIES_LIMIT = 1_000_000;
  public static final int MAX_SERIES_LIMIT = 50_000_000;
  public static final long DEFAULT_SEGMENT_BYTES = 64L * 1024 * 1024;
  public static final long MIN_SEGMENT_BYTES = 4 * 1024;
  public static final long MAX_SEGMENT_BYTES = 1024L * 1024 * 1024;

  public TsdbOptions {
    requireWithin("seriesLimit", seriesLimit, 1, MAX_SERIES_LIMIT);
    requireWithin("segmentBytes", segmentBytes, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
  }

  private static void requireWithin(String name, long value, long min, long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; choose a value from %d to %d".formatted(name, value, min, max));
    }
  }

  public static TsdbOptions defaults(Path directory) {
    return new TsdbOptions(directory, DEFAULT_SERIES_LIMIT, DEFAULT_SEGMENT_BYTES);
  }

  public TsdbOptions withSeriesLimit(int limit) {
    return new TsdbOptions(directory, limit, segmentBytes);
  }

  public TsdbOptions withSegmentBytes(long bytes) {
    return new TsdbOptions(directory, seriesLimit, bytes);
  }
}
