package dev.tocsin.sdk.usage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The budget of a user and day, and what processes have leased from it.
///
/// Every transaction first updates the one row of the user and day. The row's lock orders all
/// changes, so `spent + leased <= limit` is checked and changed by one at a time, whichever process
/// it comes from. `leased_nanos` is the sum of the lease rows that have not expired.
final class BudgetTable {

  private static final String OF_DAY = " WHERE user_id = ? AND usage_day = ?";

  private final Sql sql;

  BudgetTable(Sql sql) {
    this.sql = sql;
  }

  /// What is asked for.
  ///
  /// @param least without that much, nothing
  /// @param wanted what is taken if there is room
  record Claim(BudgetKey budget, long least, long wanted, long limit) {}

  record BudgetKey(String user, String day) {}

  /// A part of the budget that was set aside earlier and comes back.
  record Return(String lease, long nanos) {}

  /// Sets a part of the budget aside in exchange for what is left of an earlier one.
  ///
  /// @return empty when there is not even room for the least
  Optional<Slice> lease(Claim claim, @Nullable Return left, long nowMillis) throws SQLException {
    return sql.inTransaction(
        (connection, again) -> {
          lock(connection, claim.budget());
          if (left != null) {
            giveBack(connection, claim.budget(), left);
          }
          long nanos = take(connection, claim, nowMillis);
          if (nanos < 0) {
            // What was given back stays given back.
            return Optional.empty();
          }
          String id = UUID.randomUUID().toString();
          long expiresAtMillis = nowMillis + Slice.LIFETIME_MILLIS;
          Sql.update(
              connection,
              "INSERT INTO llm_usage_lease (id, user_id, usage_day, nanos, expires_at_millis)"
                  + " VALUES (?, ?, ?, ?, ?)",
              id,
              claim.budget().user(),
              claim.budget().day(),
              nanos,
              expiresAtMillis);
          return Optional.of(new Slice(id, claim.budget(), nanos, expiresAtMillis));
        });
  }

  /// Gives a lease's remainder back.
  void giveBack(BudgetKey budget, Return left) throws SQLException {
    sql.inTransaction(
        (connection, again) -> {
          lock(connection, budget);
          giveBack(connection, budget, left);
          return true;
        });
  }

  /// Locks the row of the user and day, and makes it if need be.
  static void lock(Connection connection, BudgetKey budget) throws SQLException {
    int rows =
        Sql.update(
            connection,
            "UPDATE llm_usage_budget SET leased_nanos = leased_nanos" + OF_DAY,
            budget.user(),
            budget.day());
    if (rows == 0) {
      Sql.update(
          connection,
          "INSERT INTO llm_usage_budget (user_id, usage_day, reported_nanos, estimated_nanos,"
              + " leased_nanos) VALUES (?, ?, 0, 0, 0)",
          budget.user(),
          budget.day());
    }
  }

  /// A lease that has expired meanwhile is no longer part of the sum and changes nothing.
  static void giveBack(Connection connection, BudgetKey budget, Return left) throws SQLException {
    int rows =
        Sql.update(
            connection,
            "UPDATE llm_usage_lease SET nanos = nanos - ? WHERE id = ? AND nanos >= ?",
            left.nanos(),
            left.lease(),
            left.nanos());
    if (rows == 1) {
      addLeased(connection, budget, -left.nanos());
    }
  }

  void forgetBefore(String day) throws SQLException {
    sql.inTransaction(
        (connection, again) ->
            Sql.update(connection, "DELETE FROM llm_usage_lease WHERE usage_day < ?", day));
  }

  private static long take(Connection connection, Claim claim, long nowMillis) throws SQLException {
    if (claimed(connection, claim, claim.wanted())) {
      return claim.wanted();
    }
    collectExpired(connection, claim.budget(), nowMillis);
    return claimed(connection, claim, claim.least()) ? claim.least() : -1;
  }

  private static boolean claimed(Connection connection, Claim claim, long nanos)
      throws SQLException {
    return Sql.update(
            connection,
            "UPDATE llm_usage_budget SET leased_nanos = leased_nanos + ?"
                + OF_DAY
                + " AND reported_nanos + estimated_nanos + leased_nanos <= ?",
            nanos,
            claim.budget().user(),
            claim.budget().day(),
            claim.limit() - nanos)
        == 1;
  }

  private static void collectExpired(Connection connection, BudgetKey budget, long nowMillis)
      throws SQLException {
    List<Return> expired =
        Sql.query(
            connection,
            row -> new Return(row.getString(1), row.getLong(2)),
            "SELECT id, nanos FROM llm_usage_lease" + OF_DAY + " AND expires_at_millis < ?",
            budget.user(),
            budget.day(),
            nowMillis);
    for (Return left : expired) {
      Sql.update(connection, "DELETE FROM llm_usage_lease WHERE id = ?", left.lease());
      addLeased(connection, budget, -left.nanos());
    }
  }

  private static void addLeased(Connection connection, BudgetKey budget, long nanos)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE llm_usage_budget SET leased_nanos = leased_nanos + ?" + OF_DAY,
        nanos,
        budget.user(),
        budget.day());
  }
}
