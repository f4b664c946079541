package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.JdbcDeadLetters;
import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rows of one outbox.
///
/// The order of a key is the order of positions. An event that comes late, out of a buffer, is put
/// before the first event of its key that was created after it: it takes that one's position as
/// `before_position` and sorts directly before it.
final class OutboxTable {

  static final int BUCKETS = 32;

  private static final int MAX_ERROR_LENGTH = 1_000;
  private static final String INSERT =
      "INSERT INTO tocsin_outbox (outbox, id, topic, event_key, bucket, payload, headers,"
          + " created_at, before_position) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String ORDER =
      " ORDER BY COALESCE(o.before_position, o.position),"
          + " CASE WHEN o.before_position IS NULL THEN 1 ELSE 0 END, o.created_at, o.position";

  private final Database database;
  private final String outbox;

  OutboxTable(Database database, String outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  static void create(Database database) throws SQLException {
    database.createTables(OutboxTable.class, "outbox.sql");
    JdbcDeadLetters.createTables(database);
  }

  private static int bucket(String key) {
    return Math.floorMod(key.hashCode(), BUCKETS);
  }

  void append(Connection connection, QueuedEvent event) throws SQLException {
    insert(connection, event, null);
  }

  /// Appends an event that may be there already, in its place among the others of its key.
  ///
  /// @return whether it was not there yet
  boolean appendLate(Connection connection, QueuedEvent event) throws SQLException {
    return insert(connection, event, laterPosition(connection, event));
  }

  private boolean insert(Connection connection, QueuedEvent event, @Nullable Long before)
      throws SQLException {
    String sql = database.dialect(connection).insertIgnoring(INSERT);
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setString(2, event.id());
      statement.setString(3, event.topic());
      statement.setString(4, event.key());
      statement.setInt(5, bucket(event.key()));
      statement.setString(6, event.payload());
      statement.setString(7, event.headersJson());
      statement.setLong(8, QueuedEvent.micros(event.createdAt()));
      if (before == null) {
        statement.setNull(9, Types.BIGINT);
      } else {
        statement.setLong(9, before);
      }
      return database.dialect(connection).insertedNew(statement);
    }
  }

  private @Nullable Long laterPosition(Connection connection, QueuedEvent event)
      throws SQLException {
    String sql =
        "SELECT MIN(COALESCE(before_position, position)) FROM tocsin_outbox"
            + " WHERE outbox = ? AND event_key = ? AND created_at > ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setString(2, event.key());
      statement.setLong(3, QueuedEvent.micros(event.createdAt()));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        long position = rows.getLong(1);
        return rows.wasNull() ? null : position;
      }
    }
  }

  /// How many events wait, and since when the oldest one does.
  Pending pending(Connection connection) throws SQLException {
    String sql = "SELECT COUNT(*), MIN(created_at) FROM tocsin_outbox WHERE outbox = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        long count = rows.getLong(1);
        return new Pending(count, count == 0 ? null : QueuedEvent.ofMicros(rows.getLong(2)));
      }
    }
  }

  record Pending(long count, @Nullable Instant oldest) {}

  /// The buckets in which something may be due.
  List<Integer> pendingBuckets(Connection connection) throws SQLException {
    String sql = "SELECT DISTINCT bucket FROM tocsin_outbox WHERE outbox = ? ORDER BY bucket";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      List<Integer> buckets = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          buckets.add(rows.getInt(1));
        }
      }
      return buckets;
    }
  }

  /// What is due in a bucket, in order. A key whose first event waits for its retry waits as a
  /// whole and does not hold up the others.
  List<PendingEvent> due(Connection connection, int bucket, Instant now, int limit)
      throws SQLException {
    String sql =
        "SELECT o.position, o.id, o.topic, o.event_key, o.payload, o.headers, o.created_at,"
            + " o.attempts FROM tocsin_outbox o WHERE o.outbox = ? AND o.bucket = ? AND NOT EXISTS"
            + " (SELECT 1 FROM tocsin_outbox w WHERE w.event_key = o.event_key"
            + " AND w.outbox = o.outbox AND w.next_attempt_at > ?)"
            + ORDER
            + " LIMIT ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setInt(2, bucket);
      statement.setLong(3, QueuedEvent.micros(now));
      statement.setInt(4, limit);
      List<PendingEvent> due = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          due.add(pending(rows));
        }
      }
      return due;
    }
  }

  private static PendingEvent pending(ResultSet row) throws SQLException {
    QueuedEvent event = QueuedEvent.ofRow(row, row.getString("topic"));
    return new PendingEvent(row.getLong("position"), event, row.getInt("attempts"));
  }

  /// @return how many of the rows were still there
  int delete(Connection connection, List<PendingEvent> events) throws SQLException {
    String sql = "DELETE FROM tocsin_outbox WHERE position = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      for (PendingEvent event : events) {
        statement.setLong(1, event.position());
        statement.addBatch();
      }
      int deleted = 0;
      for (int rows : statement.executeBatch()) {
        deleted += Math.max(0, rows);
      }
      return deleted;
    }
  }

  void postpone(Connection connection, PendingEvent event, Instant until, String error)
      throws SQLException {
    String sql =
        "UPDATE tocsin_outbox SET attempts = attempts + 1, next_attempt_at = ?, last_error = ?"
            + " WHERE position = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setLong(1, QueuedEvent.micros(until));
      statement.setString(
          2, error.length() > MAX_ERROR_LENGTH ? error.substring(0, MAX_ERROR_LENGTH) : error);
      statement.setLong(3, event.position());
      statement.executeUpdate();
    }
  }
}
