package dev.tocsin.server.probe;

import org.jspecify.annotations.Nullable;

/// A status change as it was stored.
public record StatusTransition(
    @Nullable ServiceStatus from, ServiceStatus to, long atMillis, String detail) {}
