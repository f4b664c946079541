package dev.tocsin.sdk.guard;

import org.jspecify.annotations.Nullable;

/// What became of a compare-and-set.
///
/// @param made whether the change was made
/// @param currentVersion the version that the row has now; null when it is gone
public record VersionedChange(boolean made, @Nullable Long currentVersion) {}
