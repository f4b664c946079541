package dev.tocsin.sdk.pool;

/// The connections of a pool at one moment.
///
/// @param waiting threads that wait for a connection
/// @param max the size that the pool may grow to
public record PoolFigures(int active, int idle, int waiting, int max) {

  private static final double PERCENT = 100;

  /// The share of the pool that is in use, in percent.
  public double utilisationPercent() {
    return max == 0 ? 0 : PERCENT * active / max;
  }
}
