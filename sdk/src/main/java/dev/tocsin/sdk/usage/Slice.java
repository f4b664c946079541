package dev.tocsin.sdk.usage;

import java.time.LocalDate;

/// A part of a user's budget that the database has set aside for this process, so that a call can
/// be admitted without asking the database.
///
/// Invariant: the lease row holds `available` plus all open reservations. A slice that is retired
/// admits nothing more; what its reservations do not use goes back to the database.
final class Slice {

  /// After that time the database may take the lease as left by a dead process.
  static final long LIFETIME_MILLIS = 10 * 60_000;

  /// The process stops using it that much earlier, for clocks that differ.
  private static final long MARGIN_MILLIS = 60_000;

  private final String id;
  private final BudgetTable.BudgetKey budget;
  private final long epochDay;
  private final long usableUntilMillis;
  private long available;
  private boolean retired;

  Slice(String id, BudgetTable.BudgetKey budget, long nanos, long expiresAtMillis) {
    this.id = id;
    this.budget = budget;
    this.epochDay = LocalDate.parse(budget.day()).toEpochDay();
    this.available = nanos;
    this.usableUntilMillis = expiresAtMillis - MARGIN_MILLIS;
  }

  BudgetTable.BudgetKey budget() {
    return budget;
  }

  long epochDay() {
    return epochDay;
  }

  synchronized boolean take(long nanos, long nowMillis) {
    if (retired || nowMillis >= usableUntilMillis || available < nanos) {
      return false;
    }
    available -= nanos;
    return true;
  }

  /// Ends its use.
  ///
  /// @return what is left for the database; the open reservations are not in it
  synchronized BudgetTable.Return retire() {
    long left = available;
    available = 0;
    retired = true;
    return new BudgetTable.Return(id, left);
  }

  /// Books what a reservation really used.
  ///
  /// @return what the lease row loses: the use, and for a retired slice all that was reserved
  synchronized BudgetTable.Return settle(long reservedNanos, long usedNanos) {
    if (retired) {
      return new BudgetTable.Return(id, reservedNanos);
    }
    long used = Math.min(usedNanos, reservedNanos + available);
    available += reservedNanos - used;
    return new BudgetTable.Return(id, used);
  }
}
