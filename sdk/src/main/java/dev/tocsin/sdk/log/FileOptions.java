package dev.tocsin.sdk.log;

import java.nio.file.Path;

/// Log files in a folder: `combined.log` with all lines and `error.log` with those of level error,
/// rolled every day and by size, compressed, and deleted when their days are over.
///
/// @param maxFileMegabytes size at which a file is rolled within the day
/// @param maxTotalMegabytes size of all rolled files of a kind; the oldest go first
public record FileOptions(
    Path folder, int combinedDays, int errorDays, int maxFileMegabytes, int maxTotalMegabytes) {

  public static final int DEFAULT_COMBINED_DAYS = 30;
  public static final int DEFAULT_ERROR_DAYS = 90;
  public static final int DEFAULT_MAX_FILE_MEGABYTES = 100;
  public static final int DEFAULT_MAX_TOTAL_MEGABYTES = 10_000;

  public FileOptions {
    if (combinedDays < 1 || errorDays < 1 || maxFileMegabytes < 1 || maxTotalMegabytes < 1) {
      throw new IllegalArgumentException(
          "Days and sizes of log files must be 1 or more: "
              + combinedDays
              + ", "
              + errorDays
              + ", "
              + maxFileMegabytes
              + ", "
              + maxTotalMegabytes);
    }
  }

  public static FileOptions in(Path folder) {
    return new FileOptions(
        folder,
        DEFAULT_COMBINED_DAYS,
        DEFAULT_ERROR_DAYS,
        DEFAULT_MAX_FILE_MEGABYTES,
        DEFAULT_MAX_TOTAL_MEGABYTES);
  }
}
