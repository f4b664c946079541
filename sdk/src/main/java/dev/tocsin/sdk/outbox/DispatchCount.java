package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/// How many events were dispatched in each hour, one row for each instance, so that instances do
/// not wait for each other.
final class DispatchCount {

  private static final long SECONDS_PER_HOUR = 3_600;
  private static final int HOURS = 24;

  private final String outbox;
  private final String owner;

  DispatchCount(String outbox, String owner) {
    this.outbox = outbox;
    this.owner = owner;
  }

  private static long hour(Instant now) {
    return now.getEpochSecond() / SECONDS_PER_HOUR;
  }

  void add(Connection connection, Instant now, long events) throws SQLException {
    String update =
        "UPDATE tocsin_outbox_dispatched SET events = events + ?"
            + " WHERE outbox = ? AND epoch_hour = ? AND owner = ?";
    String insert =
        "INSERT INTO tocsin_outbox_dispatched (events, outbox, epoch_hour, owner)"
            + " VALUES (?, ?, ?, ?)";
    if (run(connection, update, now, events) == 0) {
      forgetOld(connection, now);
      run(connection, insert, now, events);
    }
  }

  private int run(Connection connection, String sql, Instant now, long events) throws SQLException {
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setLong(1, events);
      statement.setString(2, outbox);
      statement.setLong(3, hour(now));
      statement.setString(4, owner);
      return statement.executeUpdate();
    }
  }

  private void forgetOld(Connection connection, Instant now) throws SQLException {
    String sql = "DELETE FROM tocsin_outbox_dispatched WHERE outbox = ? AND epoch_hour < ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setLong(2, hour(now) - HOURS);
      statement.executeUpdate();
    }
  }

  /// In the last 24 hours, to the hour.
  long recent(Connection connection, Instant now) throws SQLException {
    String sql =
        "SELECT COALESCE(SUM(events), 0) FROM tocsin_outbox_dispatched"
            + " WHERE outbox = ? AND epoch_hour > ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setLong(2, hour(now) - HOURS);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
