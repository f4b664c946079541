package dev.tocsin.server.silence;

import dev.tocsin.server.config.Problems;
import dev.tocsin.server.database.JsonColumns;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// Rows of `maintenance_windows`.
final class WindowTable {
  private WindowTable() {}

  static void put(Handle handle, Window window, long nowMillis) {
    handle
        .createUpdate(
            """
            INSERT INTO maintenance_windows (id, name, author, reason, matchers, services,
              intervals, starts_at, ends_at, updated_at)
            VALUES (:id, :name, :author, :reason, :matchers, :services, :intervals, :starts, :ends,
              :updated)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, author = excluded.author,
              reason = excluded.reason, matchers = excluded.matchers,
              services = excluded.services, intervals = excluded.intervals,
              starts_at = excluded.starts_at, ends_at = excluded.ends_at,
              updated_at = excluded.updated_at
            """)
        .bind("id", window.id())
        .bind("name", window.name())
        .bind("author", window.author())
        .bind("reason", window.reason())
        .bind("matchers", SilenceTable.write(window.about().matchers()))
        .bind("services", JsonColumns.write(window.about().services()))
        .bind("intervals", window.schedule().text())
        .bind("starts", window.schedule().startsAtMillis())
        .bind("ends", window.schedule().endsAtMillis())
        .bind("updated", nowMillis)
        .execute();
  }

  static boolean delete(Handle handle, String id) {
    return handle.execute("DELETE FROM maintenance_windows WHERE id = ?", id) == 1;
  }

  static Optional<Window> find(Handle handle, String id) {
    return handle
        .createQuery("SELECT * FROM maintenance_windows WHERE id = :id")
        .bind("id", id)
        .map(window())
        .findOne();
  }

  static List<Window> all(Handle handle) {
    return handle
        .createQuery("SELECT * FROM maintenance_windows ORDER BY name, id")
        .map(window())
        .list();
  }

  static List<Window> open(Handle handle, long nowMillis) {
    return handle
        .createQuery("SELECT * FROM maintenance_windows WHERE starts_at <= :now AND ends_at > :now")
        .bind("now", nowMillis)
        .map(window())
        .list()
        .stream()
        .filter(window -> window.isOpen(nowMillis))
        .toList();
  }

  private static RowMapper<Window> window() {
    return (row, _) -> {
      var intervals = row.getString("intervals");
      return new Window(
          row.getString("id"),
          row.getString("name"),
          row.getString("author"),
          row.getString("reason"),
          new Window.About(
              SilenceTable.read(row.getString("matchers")),
              JsonColumns.texts(row.getString("services"))),
          new Window.Schedule(
              row.getLong("starts_at"),
              row.getLong("ends_at"),
              Windows.intervals(intervals, new Problems()),
              intervals));
    };
  }
}
