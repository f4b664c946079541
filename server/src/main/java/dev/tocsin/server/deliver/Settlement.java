package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// What an attempt leaves behind in the queue.
///
/// @param nextAttemptMillis 0 when there is none
/// @param finishedMillis 0 when it goes on
/// @param isProbe whether the attempt does not count towards the limit
record Settlement(
    @Nullable String error, long nextAttemptMillis, long finishedMillis, boolean isProbe) {
  Settlement(@Nullable String error, long nextAttemptMillis, long finishedMillis) {
    this(error, nextAttemptMillis, finishedMillis, false);
  }
}
