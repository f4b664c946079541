package dev.tocsin.sdk.guard;

import org.jspecify.annotations.Nullable;

/// A result and whether it was made from stale values.
///
/// @param degraded say so in the answer to the customer
public record Checked<R extends @Nullable Object>(R value, boolean degraded) {}
