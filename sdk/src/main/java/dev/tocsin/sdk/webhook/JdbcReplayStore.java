package dev.tocsin.sdk.webhook;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;

/// Remembers in a table of the application, shared by its replicas. Each step is a transaction of
/// its own. Create the table with [#DDL], and let a [ReplayPurge] purge it.
public final class JdbcReplayStore implements ReplayStore {

  /// Times are milliseconds since 1970.
  public static final String DDL =
      """
      CREATE TABLE webhook_event_seen (
        id VARCHAR(255) PRIMARY KEY,
        digest VARCHAR(64) NOT NULL,
        done INTEGER NOT NULL,
        valid_until BIGINT NOT NULL
      )
      """;

  private static final String CONSTRAINT_VIOLATION = "23";
  private static final int ATTEMPTS = 3;

  private final DataSource dataSource;
  private final InstantSource clock;

  public JdbcReplayStore(DataSource dataSource, InstantSource clock) {
    this.dataSource = dataSource;
    this.clock = clock;
  }

  @Override
  public Claim claim(String id, String digest, Duration lease) throws SQLException {
    long now = clock.millis();
    try (Connection connection = open()) {
      for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (insert(connection, id, digest, now + lease.toMillis())) {
          return Claim.TAKEN;
        }
        Seen seen = find(connection, id);
        if (seen.until() > now) {
          return seen.claim(digest);
        }
        // Whatever is overdue makes room once; the row says whether somebody else was faster.
        execute(
            connection,
            "DELETE FROM webhook_event_seen WHERE id = ? AND valid_until = ?",
            id,
            seen.until());
      }
    }
    return Claim.HELD;
  }

  @Override
  public void complete(String id, String digest, Duration retention) throws SQLException {
    long until = clock.millis() + retention.toMillis();
    try (Connection connection = open()) {
      int changed =
          execute(
              connection,
              "UPDATE webhook_event_seen SET done = 1, valid_until = ? WHERE id = ? AND digest = ?",
              until,
              id,
              digest);
      if (changed == 0) {
        throw new SQLException("the claim on the event was lost before it was completed");
      }
    }
  }

  @Override
  public void release(String id) throws SQLException {
    try (Connection connection = open()) {
      execute(connection, "DELETE FROM webhook_event_seen WHERE id = ? AND done = 0", id);
    }
  }

  /// Deletes what need not be remembered any more; returns how much that was.
  public int purge() throws SQLException {
    try (Connection connection = open()) {
      return execute(
          connection, "DELETE FROM webhook_event_seen WHERE valid_until <= ?", clock.millis());
    }
  }

  private Connection open() throws SQLException {
    Connection connection = dataSource.getConnection();
    connection.setAutoCommit(true);
    return connection;
  }

  private static boolean insert(Connection connection, String id, String digest, long until)
      throws SQLException {
    try {
      execute(
          connection,
          "INSERT INTO webhook_event_seen (done, id, digest, valid_until) VALUES (0, ?, ?, ?)",
          id,
          digest,
          until);
      return true;
    } catch (SQLException e) {
      String state = e.getSQLState();
      if (state != null && state.startsWith(CONSTRAINT_VIOLATION)) {
        return false;
      }
      throw e;
    }
  }

  private static Seen find(Connection connection, String id) throws SQLException {
    String sql = "SELECT digest, done, valid_until FROM webhook_event_seen WHERE id = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? new Seen(row.getString(1), row.getInt(2) == 1, row.getLong(3))
            : new Seen("", false, Long.MIN_VALUE);
      }
    }
  }

  private static int execute(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  private record Seen(String digest, boolean done, long until) {

    Claim claim(String other) {
      if (!digest.equals(other)) {
        return Claim.MISMATCH;
      }
      return done ? Claim.DONE : Claim.HELD;
    }
  }
}
