package dev.tocsin.sdk.data;

/// How one statement has done so far.
///
/// @param p95Millis the 95th percentile of its last runs
public record StatementUse(
    String statement,
    String operation,
    String table,
    Runs runs,
    double p95Millis,
    double maxMillis) {

  /// How often it ran, and how often it was slow or failed.
  public record Runs(long all, long slow, long failed) {}
}
