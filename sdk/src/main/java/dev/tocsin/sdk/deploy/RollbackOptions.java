package dev.tocsin.sdk.deploy;

import java.nio.file.Path;
import java.time.Duration;

/// When failed smoke tests end the process.
///
/// @param historyFile where exits are kept; must outlive the process, so in a container it is on a
///   volume
/// @param maxExits how many exits the window may have; the process stays up after that
public record RollbackOptions(
    boolean enabled,
    Path historyFile,
    int maxExits,
    Duration window,
    SharedFailures sharedFailures) {

  public static final int DEFAULT_MAX_EXITS = 3;
  public static final Duration DEFAULT_WINDOW = Duration.ofHours(1);

  public RollbackOptions {
    if (maxExits < 1) {
      throw new IllegalArgumentException("The limit of exits must be at least 1.");
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("The window of exits must be longer than nothing.");
    }
  }

  /// Whether a failure that is put down to dependencies which all replicas share counts.
  public enum SharedFailures {
    COUNT,
    EXCLUDE
  }
}
