package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The rows of the queues in the database.
final class JdbcQueueRows {

  private JdbcQueueRows() {}

  static void insert(Connection connection, SqlDialect dialect, QueuedEvent event)
      throws SQLException {
    String sql =
        dialect.insertIgnoring(
            "INSERT INTO tocsin_queue (queue, id, event_key, payload, headers, created_at)"
                + " VALUES (?, ?, ?, ?, ?, ?)");
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, event.topic());
      statement.setString(2, event.id());
      statement.setString(3, event.key());
      statement.setString(4, event.payload());
      statement.setString(5, event.headersJson());
      statement.setLong(6, QueuedEvent.micros(event.createdAt()));
      dialect.insertedNew(statement);
    }
  }

  /// Claims the next event whose key has no earlier one, and that nobody else has claimed.
  static Optional<PendingEvent> claim(
      Connection connection, SqlDialect dialect, String queue, Instant now) throws SQLException {
    String sql =
        "SELECT q.position, q.id, q.event_key, q.payload, q.headers, q.created_at, q.attempts"
            + " FROM tocsin_queue q WHERE q.queue = ? AND q.next_attempt_at <= ? AND NOT EXISTS"
            + " (SELECT 1 FROM tocsin_queue e WHERE e.queue = q.queue"
            + " AND e.event_key = q.event_key AND e.position < q.position)"
            + " ORDER BY q.position LIMIT 1"
            + dialect.skipLocked();
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      statement.setLong(2, QueuedEvent.micros(now));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(pending(queue, rows)) : Optional.empty();
      }
    }
  }

  private static PendingEvent pending(String queue, ResultSet row) throws SQLException {
    QueuedEvent event = QueuedEvent.ofRow(row, queue);
    return new PendingEvent(row.getLong("position"), event, row.getInt("attempts"));
  }

  static boolean delete(Connection connection, PendingEvent event) throws SQLException {
    try (PreparedStatement statement =
        Database.prepare(connection, "DELETE FROM tocsin_queue WHERE position = ?")) {
      statement.setLong(1, event.position());
      return statement.executeUpdate() == 1;
    }
  }

  static void postpone(Connection connection, PendingEvent event, Instant until)
      throws SQLException {
    String sql =
        "UPDATE tocsin_queue SET attempts = attempts + 1, next_attempt_at = ? WHERE position = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setLong(1, QueuedEvent.micros(until));
      statement.setLong(2, event.position());
      statement.executeUpdate();
    }
  }

  static OutboxTable.Pending waiting(Connection connection, String queue) throws SQLException {
    String sql = "SELECT COUNT(*), MIN(created_at) FROM tocsin_queue WHERE queue = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        long count = rows.getLong(1);
        Instant oldest = count == 0 ? null : QueuedEvent.ofMicros(rows.getLong(2));
        return new OutboxTable.Pending(count, oldest);
      }
    }
  }
}
