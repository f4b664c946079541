package dev.tocsin.sdk.usage;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Writes a call: event, aggregate, budget, in one transaction.
///
/// The budget's row is locked first, so "update, and insert when there was nothing" is an upsert
/// without a dialect: nobody else changes rows of that user and day.
final class UsageTable {

  private final Sql sql;

  UsageTable(Sql sql) {
    this.sql = sql;
  }

  /// A call and what it no longer needs of a lease.
  record Booking(UsageEvent event, BudgetTable.@Nullable Return freed) {}

  /// Books a call once, however often it is tried.
  void book(Booking booking, boolean maybeBooked) throws SQLException {
    UsageEvent event = booking.event();
    UsageKey key = event.key();
    BudgetTable.BudgetKey budget = new BudgetTable.BudgetKey(key.user(), key.day().toString());
    sql.inTransaction(
        (connection, again) -> {
          BudgetTable.lock(connection, budget);
          if ((again || maybeBooked) && isBooked(connection, event.id())) {
            return false;
          }
          insertEvent(connection, event);
          addToAggregate(connection, event);
          addToBudget(connection, budget, event);
          BudgetTable.Return freed = booking.freed();
          if (freed != null && freed.nanos() > 0) {
            BudgetTable.giveBack(connection, budget, freed);
          }
          return true;
        });
  }

  private static boolean isBooked(Connection connection, String id) throws SQLException {
    return !Sql.query(
            connection, row -> row.getInt(1), "SELECT 1 FROM llm_usage_event WHERE id = ?", id)
        .isEmpty();
  }

  private static void insertEvent(Connection connection, UsageEvent event) throws SQLException {
    UsageKey key = event.key();
    Sql.update(
        connection,
        "INSERT INTO llm_usage_event (id, at_millis, user_id, usage_day, provider, model, source,"
            + " currency, input_tokens, output_tokens, input_nanos, output_nanos)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        event.id(),
        event.atMillis(),
        key.user(),
        key.day().toString(),
        key.model().provider(),
        key.model().model(),
        key.source().label(),
        key.currency(),
        event.tokens().inputTokens(),
        event.tokens().outputTokens(),
        event.cost().inputNanos(),
        event.cost().outputNanos());
  }

  private static void addToAggregate(Connection connection, UsageEvent event) throws SQLException {
    String add =
        "UPDATE llm_usage_daily SET calls = calls + 1, zero_cost_calls = zero_cost_calls + ?,"
            + " input_tokens = input_tokens + ?, output_tokens = output_tokens + ?,"
            + " input_nanos = input_nanos + ?, output_nanos = output_nanos + ?"
            + " WHERE user_id = ? AND usage_day = ? AND provider = ? AND model = ?"
            + " AND source = ? AND currency = ?";
    String insert =
        "INSERT INTO llm_usage_daily (zero_cost_calls, input_tokens, output_tokens, input_nanos,"
            + " output_nanos, user_id, usage_day, provider, model, source, currency, calls)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)";
    Object[] values = aggregateValues(event);
    if (Sql.update(connection, add, values) == 0) {
      Sql.update(connection, insert, values);
    }
  }

  private static Object[] aggregateValues(UsageEvent event) {
    UsageKey key = event.key();
    return new Object[] {
      event.isFree() ? 1L : 0L,
      event.tokens().inputTokens(),
      event.tokens().outputTokens(),
      event.cost().inputNanos(),
      event.cost().outputNanos(),
      key.user(),
      key.day().toString(),
      key.model().provider(),
      key.model().model(),
      key.source().label(),
      key.currency()
    };
  }

  private static void addToBudget(
      Connection connection, BudgetTable.BudgetKey budget, UsageEvent event) throws SQLException {
    String column =
        event.key().source() == UsageSource.REPORTED ? "reported_nanos" : "estimated_nanos";
    Sql.update(
        connection,
        "UPDATE llm_usage_budget SET "
            + column
            + " = "
            + column
            + " + ? WHERE user_id = ? AND usage_day = ?",
        event.cost().totalNanos(),
        budget.user(),
        budget.day());
  }
}
