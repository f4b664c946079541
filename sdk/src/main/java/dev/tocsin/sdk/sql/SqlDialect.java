package dev.tocsin.sdk.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;

/// The few places in which the supported databases do not share one SQL.
public enum SqlDialect {
  POSTGRESQL("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", " FOR UPDATE SKIP LOCKED", true),
  H2("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", " FOR UPDATE SKIP LOCKED", false),
  /// One writer at a time, so there is nothing to skip.
  SQLITE("INTEGER PRIMARY KEY AUTOINCREMENT", "", true);

  private static final String UNIQUE_VIOLATION = "23505";

  private final String position;
  private final String skipLocked;
  private final boolean hasOnConflict;

  SqlDialect(String position, String skipLocked, boolean hasOnConflict) {
    this.position = position;
    this.skipLocked = skipLocked;
    this.hasOnConflict = hasOnConflict;
  }

  /// @throws SQLException when the database is none of the supported ones, or cannot be asked
  public static SqlDialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    for (SqlDialect dialect : values()) {
      if (dialect.name().equals(product.toUpperCase(Locale.ROOT))) {
        return dialect;
      }
    }
    throw new SQLException(
        "The database '" + product + "' is not supported: use PostgreSQL, H2 or SQLite.");
  }

  /// The type of a growing primary key.
  public String position() {
    return position;
  }

  /// Ends a query that claims rows and passes over those that another transaction has claimed.
  public String skipLocked() {
    return skipLocked;
  }

  /// An `INSERT` to be run with [#insertedNew]: a row whose key is taken is left as it is, and the
  /// transaction stays usable.
  public String insertIgnoring(String insert) {
    return hasOnConflict ? insert + " ON CONFLICT DO NOTHING" : insert;
  }

  /// Whether the insert made a row, `false` when its key was taken.
  public boolean insertedNew(PreparedStatement insert) throws SQLException {
    try {
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      if (!hasOnConflict && UNIQUE_VIOLATION.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }
}
