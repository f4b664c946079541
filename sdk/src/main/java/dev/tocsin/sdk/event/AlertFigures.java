package dev.tocsin.sdk.event;

/// The incident alert queue of this process.
///
/// @param pending alerts that nobody has been told of
/// @param deadLetters alerts that were given up and kept
/// @param trouble why the last try at the server failed; empty when it did not
public record AlertFigures(
    int pending, double oldestPendingAgeSeconds, long deadLetters, String trouble) {}
