package dev.tocsin.sdk.lifecycle;

import java.time.Instant;

/// An entity in a stage.
///
/// @param since when it entered the stage
public record WorkItem(String id, Instant since) {}
