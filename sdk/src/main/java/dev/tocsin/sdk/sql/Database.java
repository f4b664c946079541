package dev.tocsin.sdk.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The application's database: short transactions of our own, and tables that are made when they
/// are absent.
public final class Database {

  private static final int QUERY_TIMEOUT_SECONDS = 10;

  private final DataSource dataSource;
  private volatile @Nullable SqlDialect dialect;

  public Database(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /// Runs the work in a transaction of its own and commits it; any failure rolls it back.
  public <T extends @Nullable Object> T inTransaction(SqlWork<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      boolean autoCommit = connection.getAutoCommit();
      connection.setAutoCommit(false);
      boolean committed = false;
      try {
        T result = work.run(connection);
        connection.commit();
        committed = true;
        return result;
      } finally {
        leave(connection, committed, autoCommit);
      }
    }
  }

  private static void leave(Connection connection, boolean committed, boolean autoCommit)
      throws SQLException {
    if (!committed && !connection.isClosed()) {
      connection.rollback();
    }
    if (!connection.isClosed()) {
      connection.setAutoCommit(autoCommit);
    }
  }

  /// A statement with a limit of time.
  public static PreparedStatement prepare(Connection connection, String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
    return statement;
  }

  /// The dialect, asked for once.
  public SqlDialect dialect(Connection connection) throws SQLException {
    SqlDialect known = dialect;
    if (known == null) {
      known = SqlDialect.of(connection);
      dialect = known;
    }
    return known;
  }

  /// Runs a script of `CREATE … IF NOT EXISTS` statements, separated by semicolons, that lies
  /// beside the class. `{position}` in it stands for the type of a growing primary key. A team that
  /// owns its schema runs the same script with its own migration tool.
  public void createTables(Class<?> owner, String script) throws SQLException {
    String text = read(owner, script);
    inTransaction(
        connection -> {
          String sql = text.replace("{position}", dialect(connection).position());
          try (Statement statement = connection.createStatement()) {
            for (String part : sql.split(";")) {
              if (!part.isBlank()) {
                statement.execute(part);
              }
            }
          }
          return null;
        });
  }

  private static String read(Class<?> owner, String script) {
    try (InputStream in = owner.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalStateException("BUG: the script " + script + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("The script " + script + " cannot be read", e);
    }
  }
}
