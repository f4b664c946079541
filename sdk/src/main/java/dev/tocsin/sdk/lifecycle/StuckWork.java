package dev.tocsin.sdk.lifecycle;

import java.time.Duration;
import java.time.Instant;

/// An episode of stuck work in one stage: from the first stuck entity until none is left.
///
/// @param stuck how many entities were stuck at the latest look
/// @param since when the episode began
public record StuckWork(
    String alertKey,
    String lifecycle,
    Stage stage,
    long stuck,
    Duration oldestAge,
    Instant since) {}
