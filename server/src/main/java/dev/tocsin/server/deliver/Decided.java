package dev.tocsin.server.deliver;

import org.jspecify.annotations.Nullable;

/// A decision about a dead letter, as it is on record.
///
/// @param target the other channel
/// @param outcome what came of it at once
public record Decided(
    long atMillis,
    String mode,
    @Nullable String target,
    String reason,
    String by,
    String outcome) {}
