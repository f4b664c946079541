package dev.tocsin.sdk.guard;

import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Optimistic versions on changes: a change without a version is a mistake of the client, one with
/// another version than the current is a conflict, and both are counted per consumer.
///
/// Consumers that are not registered are counted together as `unregistered`, because the name comes
/// with the request.
public final class VersionGuard {

  public static final String ITEM_VERSION = "expectedItemVersion";
  public static final String SNAPSHOT_VERSION = "expectedSnapshotVersion";
  private static final String UNREGISTERED = "unregistered";

  private final Set<String> consumers;
  private final CounterFamily conflicts;
  private final CounterFamily missing;

  /// Counts `<prefix>_conflicts_total` and `<prefix>_missing_guard_total`.
  public VersionGuard(Telemetry telemetry, String prefix, Set<String> consumers) {
    this.consumers = Set.copyOf(consumers);
    this.conflicts =
        telemetry.counter(
            prefix + "_conflicts_total", "Changes based on an outdated version.", "consumer");
    this.missing =
        telemetry.counter(
            prefix + "_missing_guard_total",
            "Changes without the version that they need.",
            "consumer",
            "operation");
    this.consumers.forEach(conflicts::declare);
  }

  /// The guard of carts: `cart_conflicts_total`, `cart_missing_guard_total`.
  public static VersionGuard ofCarts(Telemetry telemetry, Set<String> consumers) {
    return new VersionGuard(telemetry, "cart", consumers);
  }

  /// The version that the client gave.
  ///
  /// @param field its name in the request, [#ITEM_VERSION] for example
  /// @throws VersionMissingException when there is none
  public long require(Mutation mutation, String field, @Nullable Long given) {
    if (given == null) {
      missing.increment(consumer(mutation), mutation.operation());
      throw new VersionMissingException(field);
    }
    return given;
  }

  /// Compares versions in memory. Only a comparison in the same statement as the change, as
  /// [VersionedTable] does it, is safe against changes at the same time.
  ///
  /// @param snapshot the current state for the answer, asked for only on conflict
  /// @throws VersionConflictException when they differ
  public void requireMatch(
      Mutation mutation,
      long expected,
      long current,
      Supplier<? extends @Nullable Object> snapshot) {
    if (expected != current) {
      throw conflict(mutation, expected, current, snapshot.get());
    }
  }

  /// The new version, when the change was made.
  ///
  /// @param snapshot the current state for the answer, asked for only on conflict
  /// @throws VersionConflictException when it was not
  public long requireChanged(
      Mutation mutation,
      long expected,
      VersionedChange change,
      Supplier<? extends @Nullable Object> snapshot) {
    if (change.made()) {
      return expected + 1;
    }
    throw conflict(mutation, expected, change.currentVersion(), snapshot.get());
  }

  private VersionConflictException conflict(
      Mutation mutation, long expected, @Nullable Long current, @Nullable Object snapshot) {
    conflicts.increment(consumer(mutation));
    return new VersionConflictException(expected, current, snapshot);
  }

  private String consumer(Mutation mutation) {
    return consumers.contains(mutation.consumer()) ? mutation.consumer() : UNREGISTERED;
  }
}
