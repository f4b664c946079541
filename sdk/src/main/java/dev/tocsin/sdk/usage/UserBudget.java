package dev.tocsin.sdk.usage;

import java.sql.SQLException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// What this process knows of a user's budget: the slice in use, and for how long there is no use
/// in asking again.
final class UserBudget {

  /// A slice is this part of the limit: few questions to the database, little lost in a crash.
  private static final int SLICES_PER_LIMIT = 20;

  /// A refusal is repeated that long without asking, so that a user beyond the limit cannot load
  /// the database.
  private static final long REFUSAL_MILLIS = 500;

  private final String user;
  private final BudgetTable table;
  private final boolean keepsSlice;
  private volatile @Nullable Slice slice;
  private volatile long lastUsedMillis = Long.MAX_VALUE - 1;
  private volatile long refusedUntilMillis = Long.MIN_VALUE;
  private volatile long refusedNanos;

  private UserBudget(String user, BudgetTable table, boolean keepsSlice) {
    this.user = user;
    this.table = table;
    this.keepsSlice = keepsSlice;
  }

  static UserBudget ofActiveUser(String user, BudgetTable table) {
    return new UserBudget(user, table, true);
  }

  /// Leases what the call needs and keeps nothing.
  static UserBudget ofOneCall(String user, BudgetTable table) {
    return new UserBudget(user, table, false);
  }

  String user() {
    return user;
  }

  /// Sets the cost aside without asking anybody; null when the slice has no room.
  @Nullable Slice takeLocal(long nanos, long epochDay, long nowMillis) {
    lastUsedMillis = nowMillis;
    Slice current = slice;
    boolean taken =
        current != null && current.epochDay() == epochDay && current.take(nanos, nowMillis);
    return taken ? current : null;
  }

  /// Sets the cost aside.
  ///
  /// @return the slice it was taken from; null when the limit does not allow it
  @Nullable Slice reserve(long nanos, long limit, long epochDay, long nowMillis)
      throws SQLException {
    if (nanos > limit || (nowMillis < refusedUntilMillis && nanos >= refusedNanos)) {
      return null;
    }
    return lease(nanos, limit, epochDay, nowMillis);
  }

  private synchronized @Nullable Slice lease(long nanos, long limit, long epochDay, long nowMillis)
      throws SQLException {
    Slice taken = takeLocal(nanos, epochDay, nowMillis);
    if (taken != null) {
      return taken;
    }
    BudgetTable.Return left = retireCurrent(epochDay);
    long usual = keepsSlice ? limit / SLICES_PER_LIMIT : 0;
    BudgetTable.Claim claim =
        new BudgetTable.Claim(
            new BudgetTable.BudgetKey(user, LocalDate.ofEpochDay(epochDay).toString()),
            nanos,
            Math.max(nanos, usual),
            limit);
    Slice fresh = table.lease(claim, left, nowMillis).orElse(null);
    if (fresh == null) {
      refusedNanos = nanos;
      refusedUntilMillis = nowMillis + REFUSAL_MILLIS;
      return null;
    }
    if (!fresh.take(nanos, nowMillis)) {
      throw new IllegalStateException("BUG: a new slice has no room for its first call");
    }
    if (keepsSlice) {
      slice = fresh;
    } else {
      fresh.retire();
    }
    return fresh;
  }

  /// Ends the slice in use. What is left of one of another day is returned at once, of the same day
  /// together with the next lease.
  private BudgetTable.@Nullable Return retireCurrent(long epochDay) throws SQLException {
    Slice current = slice;
    slice = null;
    if (current == null) {
      return null;
    }
    BudgetTable.Return left = current.retire();
    if (current.epochDay() == epochDay) {
      return left;
    }
    table.giveBack(current.budget(), left);
    return null;
  }

  /// A call has cost less than was set aside: asking again may have another answer.
  void released() {
    refusedUntilMillis = Long.MIN_VALUE;
  }

  boolean isIdleSince(long millis) {
    return lastUsedMillis < millis;
  }

  /// Gives everything back that no open reservation holds.
  synchronized void release() throws SQLException {
    Slice current = slice;
    slice = null;
    if (current != null) {
      table.giveBack(current.budget(), current.retire());
    }
  }
}
