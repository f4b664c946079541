package dev.tocsin.sdk.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event that was given up.
///
/// @param attempts how often it was tried, replays included
/// @param decision the latest one that still holds; none means that somebody has to decide
public record DeadLetter(
    QueuedEvent event, String error, int attempts, Instant diedAt, @Nullable Decision decision) {}
