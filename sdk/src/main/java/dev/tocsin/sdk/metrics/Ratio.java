package dev.tocsin.sdk.metrics;

import org.jspecify.annotations.Nullable;

/// A share or an average that may not exist.
public final class Ratio {

  private Ratio() {}

  /// One figure by another; absent when there is nothing to divide by, which is not a zero.
  public static @Nullable Double of(double part, double whole) {
    return whole > 0 ? part / whole : null;
  }
}
