package dev.tocsin.sdk.queue;

import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// The record of all decisions on one queue, within a transaction.
final class DecisionLog {

  private final Connection connection;
  private final SqlDialect dialect;
  private final String queue;

  DecisionLog(Connection connection, SqlDialect dialect, String queue) {
    this.connection = connection;
    this.dialect = dialect;
    this.queue = queue;
  }

  /// Whether the request is seen for the first time. A parallel repeat waits for the first one.
  boolean isFirst(String requestId) throws SQLException {
    String sql =
        dialect.insertIgnoring(
            "INSERT INTO tocsin_dead_letter_requests (queue, request_id) VALUES (?, ?)");
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      statement.setString(2, requestId);
      return dialect.insertedNew(statement);
    }
  }

  List<String> decidedBy(String requestId) throws SQLException {
    String sql =
        "SELECT id FROM tocsin_dead_letter_decisions WHERE queue = ? AND request_id = ?"
            + " ORDER BY position";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      statement.setString(2, requestId);
      return DeadLetterRows.texts(statement);
    }
  }

  void add(DecisionRequest request, String id, Instant at) throws SQLException {
    String sql =
        "INSERT INTO tocsin_dead_letter_decisions"
            + " (queue, id, choice, who, why, decided_at, request_id) VALUES (?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, queue);
      statement.setString(2, id);
      statement.setString(3, request.choice().name());
      statement.setString(4, request.who());
      statement.setString(5, request.why());
      statement.setLong(6, QueuedEvent.micros(at));
      statement.setString(7, request.requestId());
      statement.executeUpdate();
    }
  }
}
