package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// What an attempt leaves behind in the queue.
///
/// @param nextAttemptMillis 0 when there is none
/// @param finishedMillis 0 when it goes on
record Settlement(@Nullable String error, long nextAttemptMillis, long finishedMillis) {}
