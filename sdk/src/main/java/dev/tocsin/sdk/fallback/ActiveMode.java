package dev.tocsin.sdk.fallback;

import org.jspecify.annotations.Nullable;

/// A key that is active now.
///
/// @param mode what was declared for it; null when nobody did
/// @param paging whether it is beyond its thresholds, or critical
public record ActiveMode(FallbackStatus status, @Nullable DegradedMode mode, boolean paging) {}
