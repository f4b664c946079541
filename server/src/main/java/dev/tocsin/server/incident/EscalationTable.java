package dev.tocsin.server.incident;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `incident_escalations`.
final class EscalationTable {
  private EscalationTable() {}

  /// @param told how many steps were told
  record Row(long startedMillis, int told, long dueMillis) {}

  /// Starts the clock of an incident, unless it was started before.
  static void start(Handle transaction, String incidentId, long nowMillis, long dueMillis) {
    transaction.execute(
        """
        INSERT INTO incident_escalations (incident_id, started_at, due_at) VALUES (?, ?, ?)
        ON CONFLICT (incident_id) DO NOTHING
        """,
        incidentId,
        nowMillis,
        dueMillis);
  }

  /// What was told stays on record.
  static void next(Handle transaction, String incidentId, int told, long dueMillis) {
    transaction.execute(
        "UPDATE incident_escalations SET step = ?, due_at = ? WHERE incident_id = ?",
        told,
        dueMillis,
        incidentId);
  }

  static void stop(Handle transaction, String incidentId) {
    transaction.execute(
        "UPDATE incident_escalations SET due_at = 0 WHERE incident_id = ?", incidentId);
  }

  /// The ids of the incidents whose next step is due.
  static List<String> due(Handle handle, long nowMillis, int limit) {
    return handle
        .createQuery(
            """
            SELECT incident_id FROM incident_escalations
            WHERE due_at > 0 AND due_at <= :now ORDER BY due_at LIMIT :limit
            """)
        .bind("now", nowMillis)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  static Optional<Row> find(Handle handle, String incidentId) {
    return handle
        .createQuery(
            "SELECT started_at, step, due_at FROM incident_escalations WHERE incident_id = :id")
        .bind("id", incidentId)
        .map(
            (row, _) ->
                new Row(row.getLong("started_at"), row.getInt("step"), row.getLong("due_at")))
        .findOne();
  }
}
