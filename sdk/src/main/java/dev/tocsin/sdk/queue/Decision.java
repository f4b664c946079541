package dev.tocsin.sdk.queue;

import java.time.Instant;

/// A decision as it was recorded.
public record Decision(DecisionChoice choice, String who, String why, Instant at) {}
