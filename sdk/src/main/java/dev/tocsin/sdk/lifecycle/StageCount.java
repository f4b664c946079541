package dev.tocsin.sdk.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a query found in a stage.
///
/// @param items all of them
/// @param stuck those that entered before the asked instant
/// @param oldestSince when the oldest one entered; none when the stage is empty
public record StageCount(long items, long stuck, @Nullable Instant oldestSince) {}
