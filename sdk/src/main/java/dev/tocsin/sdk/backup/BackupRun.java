package dev.tocsin.sdk.backup;

import java.time.Instant;

/// What a backup job says at its end.
///
/// @param exitStatus of the program that made the backup; 0 is success
/// @param sizeBytes how large the backup is that now exists, not how much was transferred
public record BackupRun(int exitStatus, long sizeBytes, Instant finishedAt) {

  public BackupRun {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("A backup cannot have " + sizeBytes + " bytes.");
    }
  }

  /// An empty backup is no backup, whatever its exit status.
  public boolean successful() {
    return exitStatus == 0 && sizeBytes > 0;
  }
}
