package dev.tocsin.sdk.fallback;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One key and its history since it was last raised anew.
///
/// @param latest the newest notification
/// @param firstSeen when it was raised after having been absent or resolved
/// @param count how often it was raised since then
/// @param resolvedAt when it was over; null while it is active
public record FallbackStatus(
    FallbackNotification latest,
    Instant firstSeen,
    Instant lastSeen,
    long count,
    @Nullable Instant resolvedAt) {

  public String key() {
    return latest.key();
  }

  public boolean active() {
    return resolvedAt == null;
  }
}
