package dev.tocsin.server.deliver;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows of `dead_letter_decisions`.
final class DecisionTable {
  private static final int READ_LIMIT = 200;

  private DecisionTable() {}

  static void add(Handle transaction, String id, Delivery letter, Decided decided) {
    transaction
        .createUpdate(
            """
            INSERT INTO dead_letter_decisions
              (id, notification_id, incident_id, at, mode, target, reason, decided_by, outcome)
            VALUES (:id, :letter, :incident, :at, :mode, :target, :reason, :by, :outcome)
            """)
        .bind("id", id)
        .bind("letter", letter.id())
        .bind("incident", letter.incidentId())
        .bind("at", decided.atMillis())
        .bind("mode", decided.mode())
        .bind("target", decided.target())
        .bind("reason", decided.reason())
        .bind("by", decided.by())
        .bind("outcome", decided.outcome())
        .execute();
  }

  /// Oldest first.
  static List<Decided> list(Handle handle, String letterId) {
    return handle
        .createQuery(
            """
            SELECT at, mode, target, reason, decided_by, outcome FROM dead_letter_decisions
            WHERE notification_id = :id ORDER BY at, id LIMIT :limit
            """)
        .bind("id", letterId)
        .bind("limit", READ_LIMIT)
        .map(
            (row, _) ->
                new Decided(
                    row.getLong("at"),
                    row.getString("mode"),
                    row.getString("target"),
                    row.getString("reason"),
                    row.getString("decided_by"),
                    row.getString("outcome")))
        .list();
  }
}
