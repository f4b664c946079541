package dev.tocsin.server.incident;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Rows of `incident_alerts`.
final class AttachedAlertTable {
  private AttachedAlertTable() {}

  /// Adds the alert, or tells that it fires again.
  static void attach(Handle handle, String incidentId, AttachedAlert alert) {
    handle
        .createUpdate(
            """
            INSERT INTO incident_alerts
              (incident_id, fingerprint, rule_name, labels, annotations, value, fired_at)
            VALUES (:incident, :fingerprint, :rule, :labels, :annotations, :value, :fired)
            ON CONFLICT (incident_id, fingerprint) DO UPDATE
            SET annotations = excluded.annotations, value = excluded.value,
              fired_at = excluded.fired_at, resolved_at = 0
            """)
        .bind("incident", incidentId)
        .bind("fingerprint", alert.fingerprint())
        .bind("rule", alert.ruleName())
        .bind("labels", JsonColumns.write(alert.labels()))
        .bind("annotations", JsonColumns.write(alert.annotations()))
        .bind("value", Double.toString(alert.value()))
        .bind("fired", alert.firedAtMillis())
        .execute();
  }

  /// The open incident in which the alert still counts as firing.
  static List<String> incidentsWithFiring(Handle handle, String fingerprint) {
    return handle
        .createQuery(
            """
            SELECT a.incident_id FROM incident_alerts a JOIN incident_logs i ON i.id = a.incident_id
            WHERE a.fingerprint = :fingerprint AND a.resolved_at = 0 AND i.status <> 'RESOLVED'
            """)
        .bind("fingerprint", fingerprint)
        .mapTo(String.class)
        .list();
  }

  /// Whether this call was the one that marked it.
  static boolean resolved(Handle handle, String incidentId, String fingerprint, long atMillis) {
    return handle.execute(
            """
            UPDATE incident_alerts SET resolved_at = ?
            WHERE incident_id = ? AND fingerprint = ? AND resolved_at = 0
            """,
            atMillis,
            incidentId,
            fingerprint)
        == 1;
  }

  static int firing(Handle handle, String incidentId) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM incident_alerts WHERE incident_id = ? AND resolved_at = 0")
        .bind(0, incidentId)
        .mapTo(Integer.class)
        .one();
  }

  static Map<String, List<AttachedAlert>> read(Handle handle, List<String> incidentIds) {
    Map<String, List<AttachedAlert>> alerts = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            SELECT incident_id, fingerprint, rule_name, labels, annotations, value, fired_at,
              resolved_at
            FROM incident_alerts WHERE incident_id IN (<ids>) ORDER BY fired_at, fingerprint
            """)
        .bindList("ids", incidentIds)
        .map(
            (row, _) -> {
              var alert =
                  new AttachedAlert(
                      row.getString("fingerprint"),
                      row.getString("rule_name"),
                      JsonColumns.labels(row.getString("labels")),
                      JsonColumns.labels(row.getString("annotations")),
                      Double.parseDouble(row.getString("value")),
                      row.getLong("fired_at"),
                      row.getLong("resolved_at"));
              return Map.entry(row.getString("incident_id"), alert);
            })
        .forEach(
            entry ->
                alerts
                    .computeIfAbsent(entry.getKey(), _ -> new ArrayList<>())
                    .add(entry.getValue()));
    return alerts;
  }
}
