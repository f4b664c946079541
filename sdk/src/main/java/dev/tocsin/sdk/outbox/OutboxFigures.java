package dev.tocsin.sdk.outbox;

import java.time.Duration;

/// How the tables of an outbox stand.
///
/// @param pending events that wait to be sent
/// @param oldestAge age of the oldest of them
/// @param deadLetters events that were given up and that nobody has decided on
/// @param dispatchedRecently events sent in the last 24 hours
record OutboxFigures(long pending, Duration oldestAge, long deadLetters, long dispatchedRecently) {}
