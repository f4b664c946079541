package dev.tocsin.sdk.metrics;

/// What a read of a cache found.
public enum CacheOutcome {
  HIT,
  MISS,
  CORRUPT
}
