package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// What the last attempts through a channel proved.
///
/// @param lastSuccessMillis 0 for never, like the other instants
/// @param failingSinceMillis 0 while it works
/// @param failures in a row
public record ChannelHealth(
    String channel,
    long lastSuccessMillis,
    long lastFailureMillis,
    long failingSinceMillis,
    int failures,
    @Nullable String lastError) {
  static ChannelHealth untried(String channel) {
    return new ChannelHealth(channel, 0, 0, 0, 0, null);
  }

  /// Whether the last attempt arrived, and when it did so is not longer ago than that.
  public boolean isProven(long nowMillis, long ageMillis) {
    return failures == 0 && lastSuccessMillis > 0 && nowMillis - lastSuccessMillis <= ageMillis;
  }
}
