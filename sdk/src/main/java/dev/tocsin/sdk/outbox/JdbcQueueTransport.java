package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/// Carries events into queues in a database ([JdbcQueue]), for applications without a broker. The
/// event's topic is the name of the queue.
public final class JdbcQueueTransport implements Transport {

  private final Database database;

  /// @param database of the receivers; it may be the outbox's own
  public JdbcQueueTransport(Database database) {
    this.database = database;
  }

  @Override
  public String name() {
    return "jdbc-queue";
  }

  @Override
  public List<Receipt> send(List<QueuedEvent> events) throws SQLException {
    return database.inTransaction(connection -> send(connection, events));
  }

  private List<Receipt> send(Connection connection, List<QueuedEvent> events) throws SQLException {
    for (QueuedEvent event : events) {
      JdbcQueueRows.insert(connection, database.dialect(connection), event);
    }
    return events.stream().map(event -> Receipt.accepted()).toList();
  }

  @Override
  public boolean isReachable() {
    try {
      return database.inTransaction(connection -> connection.isValid(1));
    } catch (SQLException e) {
      return false;
    }
  }

  @Override
  public void close() {
    // The database is the application's.
  }
}
