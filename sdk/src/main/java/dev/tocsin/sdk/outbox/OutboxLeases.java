package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/// Which instance works on which bucket. A lease that ran out may be taken by another instance; if
/// the first one wakes up meanwhile, both send the same events in the same order, and receivers
/// know the repeats by their ids.
final class OutboxLeases {

  /// The lease of whoever drains the buffers.
  static final int RECOVERY = -1;

  static final Duration LENGTH = Duration.ofSeconds(30);

  private final Database database;
  private final String outbox;
  private final String owner = UUID.randomUUID().toString();

  OutboxLeases(Database database, String outbox) {
    this.database = database;
    this.outbox = outbox;
  }

  String owner() {
    return owner;
  }

  /// Takes or renews the lease.
  boolean take(Connection connection, int bucket, Instant now) throws SQLException {
    long until = QueuedEvent.micros(now.plus(LENGTH));
    String sql =
        "UPDATE tocsin_outbox_leases SET owner = ?, leased_until = ?"
            + " WHERE outbox = ? AND bucket = ? AND (leased_until < ? OR owner = ?)";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, owner);
      statement.setLong(2, until);
      statement.setString(3, outbox);
      statement.setInt(4, bucket);
      statement.setLong(5, QueuedEvent.micros(now));
      statement.setString(6, owner);
      return statement.executeUpdate() == 1 || takeFirst(connection, bucket, until);
    }
  }

  private boolean takeFirst(Connection connection, int bucket, long until) throws SQLException {
    SqlDialect dialect = database.dialect(connection);
    String sql =
        dialect.insertIgnoring(
            "INSERT INTO tocsin_outbox_leases (outbox, bucket, owner, leased_until)"
                + " VALUES (?, ?, ?, ?)");
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setInt(2, bucket);
      statement.setString(3, owner);
      statement.setLong(4, until);
      return dialect.insertedNew(statement);
    }
  }

  void release(Connection connection, int bucket) throws SQLException {
    String sql =
        "UPDATE tocsin_outbox_leases SET leased_until = 0"
            + " WHERE outbox = ? AND bucket = ? AND owner = ?";
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, outbox);
      statement.setInt(2, bucket);
      statement.setString(3, owner);
      statement.executeUpdate();
    }
  }
}
