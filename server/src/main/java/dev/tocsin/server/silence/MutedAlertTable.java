package dev.tocsin.server.silence;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.Mute;
import dev.tocsin.server.database.JsonColumns;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Rows of `muted_alerts`: what was not told, and because of what.
final class MutedAlertTable {
  private MutedAlertTable() {}

  static void add(Handle handle, Alert alert, Mute mute, long nowMillis) {
    handle.execute(
        """
        INSERT INTO muted_alerts (mute_kind, mute_id, alert_id, alert_name, labels, first_at)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        mute.kind().name(),
        mute.id(),
        alert.id(),
        alert.ruleName(),
        JsonColumns.write(alert.labels()),
        nowMillis);
  }

  /// The newest first.
  static List<MutedAlert> of(Handle handle, Mute.Kind kind, String id, int limit) {
    return handle
        .createQuery(
            """
            SELECT alert_id, alert_name, labels, first_at FROM muted_alerts
            WHERE mute_kind = :kind AND mute_id = :id ORDER BY first_at DESC, alert_id LIMIT :limit
            """)
        .bind("kind", kind.name())
        .bind("id", id)
        .bind("limit", limit)
        .map(
            (row, _) ->
                new MutedAlert(
                    row.getString("alert_id"),
                    row.getString("alert_name"),
                    JsonColumns.labels(row.getString("labels")),
                    row.getLong("first_at")))
        .list();
  }

  /// How many alerts each silence or window has muted.
  static Map<String, Long> counts(Handle handle, Mute.Kind kind) {
    var counts = new TreeMap<String, Long>();
    handle
        .createQuery(
            """
            SELECT mute_id, COUNT(*) AS muted FROM muted_alerts
            WHERE mute_kind = :kind GROUP BY mute_id
            """)
        .bind("kind", kind.name())
        .map((row, _) -> Map.entry(row.getString("mute_id"), row.getLong("muted")))
        .forEach(it -> counts.put(it.getKey(), it.getValue()));
    return counts;
  }

  static int deleteBefore(Handle handle, long millis, int limit) {
    return handle.execute(
        """
        DELETE FROM muted_alerts WHERE (mute_kind, mute_id, alert_id) IN (
          SELECT mute_kind, mute_id, alert_id FROM muted_alerts WHERE first_at < ? LIMIT ?)
        """,
        millis,
        limit);
  }
}
