package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.database.JsonColumns;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/// Rows of `incident_alerts`.
final class AttachedAlertTable {
  /// An incident of thousands of alerts is read with so many of them.
  static final int SHOWN = 200;

  private static final int AT_ONCE = 500;

  private AttachedAlertTable() {}

  /// Adds the alerts, or tells that they fire again.
  static void attach(Handle handle, String incidentId, List<Alert> alerts) {
    var batch =
        handle.prepareBatch(
            """
            INSERT INTO incident_alerts
              (incident_id, fingerprint, rule_name, labels, annotations, value, fired_at)
            VALUES (:incident, :fingerprint, :rule, :labels, :annotations, :value, :fired)
            ON CONFLICT (incident_id, fingerprint) DO UPDATE
            SET annotations = excluded.annotations, value = excluded.value,
              fired_at = excluded.fired_at, resolved_at = 0
            """);
    for (var alert : alerts) {
      batch
          .bind("incident", incidentId)
          .bind("fingerprint", alert.fingerprint())
          .bind("rule", alert.ruleName())
          .bind("labels", JsonColumns.write(alert.labels()))
          .bind("annotations", JsonColumns.write(alert.annotations()))
          .bind("value", Double.toString(alert.value()))
          .bind("fired", alert.firedAtMillis())
          .add();
    }
    batch.execute();
  }

  /// The open incidents in which some of the alerts still count as firing, with those alerts.
  static Map<String, List<String>> firingIn(Handle handle, List<String> fingerprints) {
    Map<String, List<String>> found = new TreeMap<>();
    for (int at = 0; at < fingerprints.size(); at += AT_ONCE) {
      handle
          .createQuery(
              """
              SELECT a.incident_id, a.fingerprint FROM incident_alerts a
              JOIN incident_logs i ON i.id = a.incident_id
              WHERE a.fingerprint IN (<all>) AND a.resolved_at = 0 AND i.status <> 'RESOLVED'
              """)
          .bindList("all", fingerprints.subList(at, Math.min(fingerprints.size(), at + AT_ONCE)))
          .map((row, _) -> Map.entry(row.getString("incident_id"), row.getString("fingerprint")))
          .forEach(
              it -> found.computeIfAbsent(it.getKey(), _ -> new ArrayList<>()).add(it.getValue()));
    }
    return found;
  }

  /// Marks alerts; those that this call was the one to mark.
  static List<String> resolved(
      Handle handle, String incidentId, List<String> fingerprints, long atMillis) {
    var marked = new ArrayList<String>();
    for (int at = 0; at < fingerprints.size(); at += AT_ONCE) {
      marked.addAll(
          handle
              .createQuery(
                  """
                  UPDATE incident_alerts SET resolved_at = :at
                  WHERE incident_id = :incident AND resolved_at = 0 AND fingerprint IN (<all>)
                  RETURNING fingerprint
                  """)
              .bind("at", atMillis)
              .bind("incident", incidentId)
              .bindList(
                  "all", fingerprints.subList(at, Math.min(fingerprints.size(), at + AT_ONCE)))
              .mapTo(String.class)
              .list());
    }
    return marked;
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
            FROM (
              SELECT incident_alerts.*, ROW_NUMBER() OVER (
                PARTITION BY incident_id
                ORDER BY CASE resolved_at WHEN 0 THEN 0 ELSE 1 END, fired_at, fingerprint) AS place
              FROM incident_alerts WHERE incident_id IN (<ids>)) AS numbered
            WHERE place <= :shown ORDER BY fired_at, fingerprint
            """)
        .bind("shown", SHOWN)
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
