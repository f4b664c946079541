package dev.tocsin.server.incident;

import dev.tocsin.server.database.JsonColumns;
import dev.tocsin.server.route.Plan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.SqlStatement;

/// Rows of `incident_logs`, read with their timeline and alerts.
final class IncidentTable {
  private static final String COLUMNS =
      """
      SELECT id, title, description, severity, status, services_affected, started_at, resolved_at,
        postmortem_url, acknowledged_by, acknowledged_at, alert_key, cause, category, runbook_url,
        is_public, created_at, updated_at, plan, dead_letter_mode
      FROM incident_logs
      """;

  private IncidentTable() {}

  /// Whether it was added; not when another open incident has the same alert key.
  static boolean insert(Handle handle, Incident incident) {
    return handle
            .createUpdate(
                """
                INSERT INTO incident_logs (id, title, description, severity, status,
                  services_affected, started_at, alert_key, cause, category, runbook_url, is_public,
                  created_at, updated_at, plan, remind_at)
                VALUES (:id, :title, :description, :severity, :status,
                  :services, :started, :key, :cause, :category, :runbook, :public,
                  :started, :started, :plan, :remind)
                ON CONFLICT (alert_key) WHERE alert_key IS NOT NULL AND status <> 'RESOLVED'
                DO NOTHING
                """)
            .bind("id", incident.id())
            .bind("title", incident.title())
            .bind("description", incident.description())
            .bind("severity", incident.severity().name())
            .bind("status", incident.status().name())
            .bind("services", JsonColumns.write(incident.servicesAffected()))
            .bind("started", incident.startedAtMillis())
            .bind("key", incident.alertKey())
            .bind("cause", incident.cause())
            .bind("category", incident.category())
            .bind("runbook", incident.runbookUrl())
            .bind("public", incident.isPublic() ? 1 : 0)
            .bind("plan", StoredPlan.write(incident.plan()))
            .bind("remind", firstReminder(incident))
            .execute()
        == 1;
  }

  static Optional<Incident> find(Handle handle, String id) {
    var rows = handle.createQuery(COLUMNS + " WHERE id = :id").bind("id", id).map(bare()).list();
    return complete(handle, rows).stream().findFirst();
  }

  static Optional<String> openIdByKey(Handle handle, String alertKey) {
    return handle
        .createQuery("SELECT id FROM incident_logs WHERE alert_key = ? AND status <> 'RESOLVED'")
        .bind(0, alertKey)
        .mapTo(String.class)
        .findOne();
  }

  static List<Incident> list(Handle handle, IncidentFilter filter) {
    var sql =
        COLUMNS
            + " WHERE "
            + condition(filter)
            + " ORDER BY started_at DESC, id DESC LIMIT :limit OFFSET :offset";
    var query = handle.createQuery(sql);
    bind(query, filter);
    query.bind("limit", filter.limit()).bind("offset", filter.offset());
    return complete(handle, query.map(bare()).list());
  }

  /// Those that an alert's series stands in, newest first.
  static List<Incident> withAlert(Handle handle, String fingerprint, int limit) {
    var sql =
        COLUMNS
            + " WHERE id IN (SELECT incident_id FROM incident_alerts WHERE fingerprint = :print)"
            + " ORDER BY started_at DESC, id DESC LIMIT :limit";
    return complete(
        handle,
        handle.createQuery(sql).bind("print", fingerprint).bind("limit", limit).map(bare()).list());
  }

  static long count(Handle handle, IncidentFilter filter) {
    var query = handle.createQuery("SELECT COUNT(*) FROM incident_logs WHERE " + condition(filter));
    bind(query, filter);
    return query.mapTo(Long.class).one();
  }

  private static String condition(IncidentFilter filter) {
    var conditions = new ArrayList<>(List.of("1 = 1"));
    if (!filter.statuses().isEmpty()) {
      conditions.add("status IN (<statuses>)");
    }
    if (!filter.severities().isEmpty()) {
      conditions.add("severity IN (<severities>)");
    }
    if (filter.isPublicOnly()) {
      conditions.add("is_public = 1 AND started_at >= :since");
    }
    return String.join(" AND ", conditions);
  }

  private static void bind(SqlStatement<?> query, IncidentFilter filter) {
    if (!filter.statuses().isEmpty()) {
      query.bindList("statuses", filter.statuses().stream().map(Enum::name).toList());
    }
    if (!filter.severities().isEmpty()) {
      query.bindList("severities", filter.severities().stream().map(Enum::name).toList());
    }
    if (filter.isPublicOnly()) {
      query.bind("since", filter.publicSinceMillis());
    }
  }

  /// Sets a new status; `resolved_at` follows it.
  static void status(Handle handle, String id, IncidentStatus status, long nowMillis) {
    boolean resolved = status == IncidentStatus.RESOLVED;
    handle.execute(
        "UPDATE incident_logs SET status = ?, resolved_at = ?, resolve_due_at = 0 WHERE id = ?",
        status.name(),
        resolved ? nowMillis : 0,
        id);
  }

  static void severity(Handle handle, String id, Severity severity) {
    handle.execute("UPDATE incident_logs SET severity = ? WHERE id = ?", severity.name(), id);
  }

  static void services(Handle handle, String id, List<String> services) {
    handle.execute(
        "UPDATE incident_logs SET services_affected = ?, is_public = 1 WHERE id = ?",
        JsonColumns.write(services),
        id);
  }

  static void acknowledged(Handle handle, String id, String by, long nowMillis) {
    handle.execute(
        "UPDATE incident_logs SET acknowledged_by = ?, acknowledged_at = ? WHERE id = ?",
        by,
        nowMillis,
        id);
  }

  static void postmortem(Handle handle, String id, String url) {
    handle.execute("UPDATE incident_logs SET postmortem_url = ? WHERE id = ?", url, id);
  }

  /// Only what alerts opened is reminded of; who opens an incident by hand knows of it.
  private static long firstReminder(Incident incident) {
    var repeat = incident.plan().repeatInterval();
    boolean reminds = incident.alertKey() != null && !repeat.isZero();
    return reminds ? incident.startedAtMillis() + repeat.toMillis() : 0;
  }

  static void plan(Handle handle, String id, Plan plan) {
    handle.execute("UPDATE incident_logs SET plan = ? WHERE id = ?", StoredPlan.write(plan), id);
  }

  /// Plans the next reminder; 0 for none.
  static void remindAt(Handle handle, String id, long atMillis) {
    handle.execute("UPDATE incident_logs SET remind_at = ? WHERE id = ?", atMillis, id);
  }

  private static final String TO_REMIND =
      """
      remind_at > 0 AND remind_at <= :now AND status <> 'RESOLVED' AND acknowledged_at = 0
      """;

  static List<String> dueToRemind(Handle handle, long nowMillis, int limit) {
    return handle
        .createQuery(
            "SELECT id FROM incident_logs WHERE " + TO_REMIND + " ORDER BY remind_at LIMIT :limit")
        .bind("now", nowMillis)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  static boolean isDueToRemind(Handle handle, String id, long nowMillis) {
    return handle
        .createQuery("SELECT 1 FROM incident_logs WHERE id = :id AND " + TO_REMIND)
        .bind("id", id)
        .bind("now", nowMillis)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// Plans the moment at which the incident resolves by itself; 0 for never.
  static void resolveDue(Handle handle, String id, long dueMillis) {
    handle.execute("UPDATE incident_logs SET resolve_due_at = ? WHERE id = ?", dueMillis, id);
  }

  /// The incidents whose planned moment has come.
  static List<String> dueToResolve(Handle handle, long nowMillis, int limit) {
    return handle
        .createQuery(
            """
            SELECT id FROM incident_logs
            WHERE resolve_due_at > 0 AND resolve_due_at <= :now AND status <> 'RESOLVED'
            ORDER BY resolve_due_at LIMIT :limit
            """)
        .bind("now", nowMillis)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  /// Whether the incident is still open and its planned moment has come.
  static boolean isDueToResolve(Handle handle, String id, long nowMillis) {
    return handle
            .createQuery(
                """
                SELECT COUNT(*) FROM incident_logs WHERE id = :id
                AND resolve_due_at > 0 AND resolve_due_at <= :now AND status <> 'RESOLVED'
                """)
            .bind("id", id)
            .bind("now", nowMillis)
            .mapTo(Integer.class)
            .one()
        == 1;
  }

  private static List<Incident> complete(Handle handle, List<Incident> bare) {
    if (bare.isEmpty()) {
      return List.of();
    }
    var ids = bare.stream().map(Incident::id).toList();
    Map<String, List<TimelineEntry>> timelines = new LinkedHashMap<>();
    for (var line : IncidentTimeline.read(handle, ids)) {
      timelines.computeIfAbsent(line.incidentId(), _ -> new ArrayList<>()).add(line.entry());
    }
    var alerts = AttachedAlertTable.read(handle, ids);
    return bare.stream()
        .map(
            incident ->
                incident.with(
                    timelines.getOrDefault(incident.id(), List.of()),
                    alerts.getOrDefault(incident.id(), List.of())))
        .toList();
  }

  /// An incident without its timeline and alerts.
  private static RowMapper<Incident> bare() {
    return (row, _) ->
        new Incident(
            row.getString("id"),
            row.getString("title"),
            row.getString("description"),
            Severity.valueOf(row.getString("severity")),
            IncidentStatus.valueOf(row.getString("status")),
            JsonColumns.texts(row.getString("services_affected")),
            List.of(),
            row.getLong("started_at"),
            row.getLong("resolved_at"),
            row.getString("postmortem_url"),
            row.getString("acknowledged_by"),
            row.getLong("acknowledged_at"),
            row.getString("alert_key"),
            row.getString("cause"),
            row.getString("category"),
            row.getString("runbook_url"),
            row.getInt("is_public") == 1,
            List.of(),
            row.getLong("created_at"),
            row.getLong("updated_at"),
            row.getString("dead_letter_mode"),
            StoredPlan.read(row.getString("plan")));
  }
}
