package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import dev.tocsin.sdk.sql.Database;
import dev.tocsin.sdk.sql.SqlDialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;

/// The receiver's half of "exactly once in effect": brokers and relays repeat events, and the same
/// id must not act twice. Ask within the transaction in which the event acts.
public final class ProcessedEvents {

  private final Database database;
  private final String consumer;
  private final InstantSource clock;

  /// @param consumer who processes; two consumers may each process the same event
  public ProcessedEvents(Database database, String consumer, InstantSource clock) {
    this.database = database;
    this.consumer = consumer;
    this.clock = clock;
  }

  /// Makes the table when it is absent.
  public static void createTable(Database database) throws SQLException {
    database.createTables(ProcessedEvents.class, "processed-events.sql");
  }

  /// Whether the event is processed for the first time. `false` means: acknowledge it and do
  /// nothing. A parallel transaction with the same id waits for this one's end.
  ///
  /// @param connection the transaction in which the event acts
  public boolean isFirst(Connection connection, String eventId) throws SQLException {
    SqlDialect dialect = database.dialect(connection);
    String sql =
        dialect.insertIgnoring(
            "INSERT INTO tocsin_processed_events (consumer, id, processed_at) VALUES (?, ?, ?)");
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, consumer);
      statement.setString(2, eventId);
      statement.setLong(3, QueuedEvent.micros(clock.instant()));
      return dialect.insertedNew(statement);
    }
  }

  /// Forgets ids that are older than any repeat can be.
  public int forget(Duration olderThan) throws SQLException {
    String sql = "DELETE FROM tocsin_processed_events WHERE consumer = ? AND processed_at < ?";
    return database.inTransaction(
        connection -> {
          try (PreparedStatement statement = Database.prepare(connection, sql)) {
            statement.setString(1, consumer);
            statement.setLong(2, QueuedEvent.micros(clock.instant().minus(olderThan)));
            return statement.executeUpdate();
          }
        });
  }
}
