package dev.tocsin.sdk.metrics;

/// The Redis operations that are counted.
public enum RedisOperation {
  GET,
  SET,
  DEL,
  /// Anything else.
  OTHER
}
