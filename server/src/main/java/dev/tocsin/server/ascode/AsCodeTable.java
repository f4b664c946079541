package dev.tocsin.server.ascode;

import dev.tocsin.server.ascode.Applied.Kind;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows of `as_code_items`: what is there because the folder wants it.
final class AsCodeTable {
  private AsCodeTable() {}

  /// An item that the folder brought.
  record Owned(Kind kind, String name, String id) {}

  static List<Owned> all(Handle handle) {
    return handle
        .createQuery("SELECT kind, name, item_id FROM as_code_items ORDER BY kind, name")
        .map(
            (row, _) ->
                new Owned(
                    Kind.valueOf(row.getString("kind")),
                    row.getString("name"),
                    row.getString("item_id")))
        .list();
  }

  static void put(Handle handle, Owned item, long nowMillis) {
    handle.execute(
        """
        INSERT INTO as_code_items (kind, name, item_id, applied_at) VALUES (?, ?, ?, ?)
        ON CONFLICT (kind, name) DO UPDATE
        SET item_id = excluded.item_id, applied_at = excluded.applied_at
        """,
        item.kind().name(),
        item.name(),
        item.id(),
        nowMillis);
  }

  static void delete(Handle handle, Owned item) {
    handle.execute(
        "DELETE FROM as_code_items WHERE kind = ? AND name = ?", item.kind().name(), item.name());
  }
}
