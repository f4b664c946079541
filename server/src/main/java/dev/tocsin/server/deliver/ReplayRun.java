package dev.tocsin.server.deliver;

/// A replay as it is on record.
///
/// @param proof why it was allowed
/// @param isDrill whether it was an exercise
public record ReplayRun(
    long atMillis, String by, String proof, boolean isDrill, DeadLetters.Replay result) {}
