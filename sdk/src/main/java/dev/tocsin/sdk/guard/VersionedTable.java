package dev.tocsin.sdk.guard;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Compare-and-set on rows that carry a version: comparison and change are one statement, so of
/// changes at the same time exactly one wins. Each change makes the version one higher.
///
/// Works inside the transaction of the connection. At READ COMMITTED, the default of most
/// databases, a loser learns the winner's version; at stricter levels the database itself may
/// refuse with SQLSTATE 40001.
public final class VersionedTable {

  private static final Pattern IDENTIFIER =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

  private final String table;
  private final String idColumn;
  private final String versionColumn;

  /// @param table its name, with a schema or without
  public VersionedTable(String table, String idColumn, String versionColumn) {
    this.table = identifier(table);
    this.idColumn = identifier(idColumn);
    this.versionColumn = identifier(versionColumn);
  }

  /// Sets columns if the row still has the version; no columns at all only raise the version.
  public VersionedChange update(
      Connection connection,
      Object id,
      long expected,
      Map<String, ? extends @Nullable Object> values)
      throws SQLException {
    SortedMap<String, @Nullable Object> columns = new TreeMap<>(values);
    StringBuilder sql = new StringBuilder("UPDATE ").append(table).append(" SET ");
    columns.keySet().forEach(column -> sql.append(identifier(column)).append(" = ?, "));
    sql.append(versionColumn).append(" = ").append(versionColumn).append(" + 1").append(where());
    try (PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      int index = 1;
      for (Object value : columns.values()) {
        statement.setObject(index++, value);
      }
      return apply(connection, statement, index, id, expected);
    }
  }

  /// Deletes the row if it still has the version.
  public VersionedChange delete(Connection connection, Object id, long expected)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM " + table + where())) {
      return apply(connection, statement, 1, id, expected);
    }
  }

  private VersionedChange apply(
      Connection connection, PreparedStatement statement, int index, Object id, long expected)
      throws SQLException {
    statement.setObject(index, id);
    statement.setLong(index + 1, expected);
    return statement.executeUpdate() > 0
        ? new VersionedChange(true, expected + 1)
        : new VersionedChange(false, current(connection, id));
  }

  private @Nullable Long current(Connection connection, Object id) throws SQLException {
    String sql = "SELECT " + versionColumn + " FROM " + table + " WHERE " + idColumn + " = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, id);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? rows.getLong(1) : null;
      }
    }
  }

  private String where() {
    return " WHERE " + idColumn + " = ? AND " + versionColumn + " = ?";
  }

  private static String identifier(String name) {
    if (!IDENTIFIER.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' is not a name of a table or column: letters, digits and underscores.");
    }
    return name;
  }
}
