package dev.tocsin.sdk.usage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// A few words of JDBC that PostgreSQL, H2 and SQLite all understand.
final class Sql {

  private static final int QUERY_TIMEOUT_SECONDS = 5;
  private static final int ATTEMPTS = 5;
  private static final String CONSTRAINT_CLASS = "23";
  private static final String ROLLBACK_CLASS = "40";
  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_CONSTRAINT = 19;
  private static final int SQLITE_PRIMARY_CODE = 0xff;

  private final DataSource database;

  Sql(DataSource database) {
    this.database = database;
  }

  /// Work inside of one transaction; it may run again when another transaction came first.
  interface Work<T> {
    T run(Connection connection, boolean again) throws SQLException;
  }

  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  <T> T inTransaction(Work<T> work) throws SQLException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = database.getConnection()) {
        return once(connection, work, attempt > 1);
      } catch (SQLException e) {
        if (attempt == ATTEMPTS || !anotherCameFirst(e)) {
          throw e;
        }
      }
    }
  }

  private static <T> T once(Connection connection, Work<T> work, boolean again)
      throws SQLException {
    boolean before = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try {
      T result = work.run(connection, again);
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException e) {
      rollBack(connection, e);
      throw e;
    } finally {
      connection.setAutoCommit(before);
    }
  }

  private static void rollBack(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static boolean anotherCameFirst(SQLException e) {
    String state = e.getSQLState();
    if (state != null && !state.isEmpty()) {
      return state.startsWith(CONSTRAINT_CLASS) || state.startsWith(ROLLBACK_CLASS);
    }
    int code = e.getErrorCode() & SQLITE_PRIMARY_CODE;
    return code == SQLITE_BUSY || code == SQLITE_CONSTRAINT;
  }

  static int update(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  static <T> List<T> query(Connection connection, Row<T> row, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, values);
        ResultSet result = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row.read(result));
      }
      return rows;
    }
  }

  <T> List<T> query(Row<T> row, String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return query(connection, row, sql, values);
    }
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      statement.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }
}
