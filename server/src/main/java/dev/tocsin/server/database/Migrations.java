package dev.tocsin.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Brings the tables up to date: runs the scripts that have not run yet, all of them in one
/// transaction, so a start that dies leaves the tables as they were.
///
/// The history is Flyway's table with Flyway's checksums, so Flyway's tools can be used on our
/// database. Its library takes a fifth of a start, which is why it is only in the tests.
final class Migrations {
  private static final System.Logger LOG = System.getLogger(Migrations.class.getName());

  /// Makes replicas that start together wait for each other. Any number that nobody else uses.
  private static final long POSTGRES_LOCK = 7_027_461_921L;

  private static final String HISTORY =
      """
      CREATE TABLE IF NOT EXISTS flyway_schema_history (
        installed_rank INT NOT NULL PRIMARY KEY,
        version VARCHAR(50),
        description VARCHAR(200) NOT NULL,
        type VARCHAR(20) NOT NULL,
        script VARCHAR(1000) NOT NULL,
        checksum INT,
        installed_by VARCHAR(100) NOT NULL,
        installed_on TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
        execution_time INT NOT NULL,
        success BOOLEAN NOT NULL)
      """;

  private final List<MigrationScript> scripts;

  Migrations(List<MigrationScript> scripts) {
    this.scripts = scripts;
  }

  /// @throws DatabaseException if a script failed, was changed after it ran, or is missing from the
  ///   history though a later one is there
  void apply(Connection connection) {
    try {
      connection.setAutoCommit(false);
      applyAll(connection);
      connection.commit();
    } catch (SQLException e) {
      throw new DatabaseException("cannot bring the tables up to date: " + e.getMessage(), e);
    }
  }

  private void applyAll(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      if (isPostgres(connection)) {
        statement.execute("SELECT pg_advisory_xact_lock(" + POSTGRES_LOCK + ")");
      }
      statement.executeUpdate(HISTORY);
      var applied = applied(statement);
      int newest = applied.keySet().stream().mapToInt(it -> it).max().orElse(0);
      for (var script : scripts) {
        var checksum = applied.remove(script.version());
        if (checksum != null) {
          requireUnchanged(script, checksum);
        } else if (script.version() < newest) {
          throw new DatabaseException(
              "%s was never run on this database, but later scripts were".formatted(script.name()));
        } else {
          run(script, connection, statement);
        }
      }
      warnOfTheUnknown(applied);
    }
  }

  private static boolean isPostgres(Connection connection) throws SQLException {
    return "PostgreSQL".equals(connection.getMetaData().getDatabaseProductName());
  }

  /// The checksums of what ran, by version.
  private static Map<Integer, Integer> applied(Statement statement) throws SQLException {
    var applied = new HashMap<Integer, Integer>();
    try (var rows =
        statement.executeQuery(
            "SELECT version, checksum FROM flyway_schema_history WHERE version IS NOT NULL")) {
      while (rows.next()) {
        applied.put(Integer.valueOf(rows.getString(1)), rows.getInt(2));
      }
    }
    return applied;
  }

  private static void requireUnchanged(MigrationScript script, int checksum) {
    if (checksum != script.checksum()) {
      throw new DatabaseException(
          """
          %s was changed after it ran on this database (checksum %d then, %d now); \
          use the release that it belongs to\
          """
              .formatted(script.name(), checksum, script.checksum()));
    }
  }

  private static void run(MigrationScript script, Connection connection, Statement statement)
      throws SQLException {
    try {
      statement.executeUpdate(script.sql());
    } catch (SQLException e) {
      throw new DatabaseException(
          "cannot bring the tables up to date: %s: %s".formatted(script.name(), e.getMessage()), e);
    }
    try (var insert =
        connection.prepareStatement(
            "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
                + " checksum, installed_by, execution_time, success)"
                + " SELECT COALESCE(MAX(installed_rank), 0) + 1, ?, ?, 'SQL', ?, ?, 'tocsin', 0, ?"
                + " FROM flyway_schema_history")) {
      bind(insert, script);
      insert.executeUpdate();
    }
  }

  private static void bind(PreparedStatement insert, MigrationScript script) throws SQLException {
    insert.setString(1, script.number());
    insert.setString(2, script.description());
    insert.setString(3, script.name());
    insert.setInt(4, script.checksum());
    insert.setBoolean(5, true);
  }

  /// A release that was rolled back meets what the later one left. Scripts only add, so it works.
  private static void warnOfTheUnknown(Map<Integer, Integer> applied) {
    if (!applied.isEmpty()) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the database was used by a later release: it has the scripts {0} too",
          applied.keySet());
    }
  }
}
