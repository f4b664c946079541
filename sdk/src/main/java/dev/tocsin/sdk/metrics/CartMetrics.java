package dev.tocsin.sdk.metrics;

/// Carts, and changes to them that were refused.
public final class CartMetrics {

  private final CounterFamily conflicts;
  private final CounterFamily missingGuards;

  CartMetrics(Telemetry telemetry) {
    conflicts = telemetry.counter("cart_conflicts_total");
    missingGuards = telemetry.counter("cart_missing_guard_total");
  }

  /// A change was made on an old version and answered with 409.
  ///
  /// @param consumer the name of a known client, never of a user
  public void recordConflict(String consumer) {
    conflicts.increment(consumer);
  }

  /// A change named no version.
  public void recordMissingGuard(String consumer, String operation) {
    missingGuards.increment(consumer, operation);
  }
}
