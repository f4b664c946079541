package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.sql.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the work of a lifecycle in a table that has a column with the stage and a column with the
/// time of entry.
public final class JdbcWorkQuery implements WorkQuery {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.]{0,100}");

  private final Database database;
  private final String table;
  private final Columns columns;

  /// @param table the table's name, with its schema if need be
  public JdbcWorkQuery(Database database, String table, Columns columns) {
    this.database = database;
    this.table = name(table);
    this.columns = columns;
  }

  /// The columns of a table of work.
  ///
  /// @param id what identifies the entity to an operator
  /// @param since the time of entry: a timestamp with time zone, or a number of milliseconds
  public record Columns(String id, String stage, String since, SinceType type) {

    public Columns {
      name(id);
      name(stage);
      name(since);
    }
  }

  /// How the time of entry is stored.
  public enum SinceType {
    /// A timestamp column; without time zone it is read in the JVM's zone.
    TIMESTAMP,
    /// Milliseconds since 1970.
    EPOCH_MILLIS
  }

  private static String name(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A table or column must be a plain SQL name, but was '" + name + "'.");
    }
    return name;
  }

  @Override
  public StageCount count(String stage, Instant enteredBefore) throws SQLException {
    String since = columns.since();
    String sql =
        String.format(
            "SELECT COUNT(*), COUNT(CASE WHEN %s < ? THEN 1 END), MIN(%s) FROM %s WHERE %s = ?",
            since, since, table, columns.stage());
    return database.inTransaction(
        connection -> {
          try (PreparedStatement statement = Database.prepare(connection, sql)) {
            setInstant(statement, 1, enteredBefore);
            statement.setString(2, stage);
            return readCount(statement);
          }
        });
  }

  private StageCount readCount(PreparedStatement statement) throws SQLException {
    try (ResultSet rows = statement.executeQuery()) {
      rows.next();
      return new StageCount(rows.getLong(1), rows.getLong(2), instant(rows, 3));
    }
  }

  @Override
  public List<WorkItem> stuck(String stage, Instant enteredBefore, int offset, int limit)
      throws SQLException {
    String sql =
        String.format(
            "SELECT %s, %s FROM %s WHERE %s = ? AND %s < ? ORDER BY %s, %s LIMIT ? OFFSET ?",
            columns.id(),
            columns.since(),
            table,
            columns.stage(),
            columns.since(),
            columns.since(),
            columns.id());
    return database.inTransaction(
        connection -> items(connection, sql, new Slice(stage, enteredBefore, offset, limit)));
  }

  private record Slice(String stage, Instant enteredBefore, int offset, int limit) {}

  private List<WorkItem> items(Connection connection, String sql, Slice slice) throws SQLException {
    try (PreparedStatement statement = Database.prepare(connection, sql)) {
      statement.setString(1, slice.stage());
      setInstant(statement, 2, slice.enteredBefore());
      statement.setInt(3, slice.limit());
      statement.setInt(4, slice.offset());
      List<WorkItem> items = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Instant since = instant(rows, 2);
          items.add(new WorkItem(rows.getString(1), since == null ? Instant.EPOCH : since));
        }
      }
      return items;
    }
  }

  private void setInstant(PreparedStatement statement, int index, Instant instant)
      throws SQLException {
    if (columns.type() == SinceType.TIMESTAMP) {
      statement.setTimestamp(index, Timestamp.from(instant));
    } else {
      statement.setLong(index, instant.toEpochMilli());
    }
  }

  private @Nullable Instant instant(ResultSet row, int index) throws SQLException {
    if (columns.type() == SinceType.TIMESTAMP) {
      Timestamp timestamp = row.getTimestamp(index);
      return timestamp == null ? null : timestamp.toInstant();
    }
    long millis = row.getLong(index);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
