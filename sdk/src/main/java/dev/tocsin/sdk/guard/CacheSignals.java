package dev.tocsin.sdk.guard;

import dev.tocsin.sdk.fallback.Fallbacks;
import dev.tocsin.sdk.metrics.CounterFamily;
import java.time.InstantSource;

/// Where a cache tells what it does.
///
/// @param reads counts reads with the one label `outcome`: `hit`, `miss`, `corrupt`, `error`
/// @param corruptions counts corrupt entries, without labels
public record CacheSignals(
    CounterFamily reads, CounterFamily corruptions, Fallbacks fallbacks, InstantSource clock) {}
