package dev.tocsin.server.probe;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.database.Ids;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The tables `service_statuses`, `service_transitions` and `service_days`, within a transaction.
final class ServiceTable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SELECT =
      """
      SELECT s.service_name, s.display_name, s.status, s.latency, s.last_checked_at, s.metadata,
        COALESCE((SELECT MAX(t.at) FROM service_transitions t
          WHERE t.service_name = s.service_name), s.created_at) AS since
      FROM service_statuses s WHERE s.deleted_at IS NULL
      """;

  private final Handle handle;

  /// A row with what belongs to it.
  record Row(
      String name,
      String displayName,
      ServiceStatus status,
      long sinceMillis,
      long lastCheckedAtMillis,
      Remainder remainder) {}

  record Remainder(@Nullable Integer latencyMillis, String detail) {}

  /// The column `metadata`.
  private record Metadata(String detail) {}

  ServiceTable(Handle handle) {
    this.handle = handle;
  }

  /// Adds a service, or takes a removed one back.
  void declare(String id, String name, String displayName, long nowMillis) {
    handle.execute(
        """
        INSERT INTO service_statuses
          (id, service_name, display_name, status, metadata, created_at, updated_at)
        VALUES (?, ?, ?, 'UP', '{}', ?, ?)
        ON CONFLICT (service_name) DO UPDATE
        SET display_name = excluded.display_name, updated_at = excluded.updated_at,
          deleted_at = NULL
        WHERE service_statuses.display_name <> excluded.display_name
          OR service_statuses.deleted_at IS NOT NULL
        """,
        id,
        name,
        displayName,
        nowMillis,
        nowMillis);
  }

  void remove(String name, long nowMillis) {
    handle.execute(
        """
        UPDATE service_statuses SET deleted_at = ?, updated_at = ?
        WHERE service_name = ? AND deleted_at IS NULL
        """,
        nowMillis,
        nowMillis,
        name);
  }

  List<Row> all() {
    return handle
        .createQuery(SELECT + " ORDER BY s.service_name")
        .map((rows, context) -> row(rows))
        .list();
  }

  Optional<Row> find(String name) {
    return handle
        .createQuery(SELECT + " AND s.service_name = :name")
        .bind("name", name)
        .map((rows, context) -> row(rows))
        .findOne();
  }

  private static Row row(ResultSet rows) throws SQLException {
    int latency = rows.getInt("latency");
    var remainder =
        new Remainder(rows.wasNull() ? null : latency, detail(rows.getString("metadata")));
    return new Row(
        rows.getString("service_name"),
        rows.getString("display_name"),
        ServiceStatus.valueOf(rows.getString("status")),
        rows.getLong("since"),
        rows.getLong("last_checked_at"),
        remainder);
  }

  private static String metadata(String detail) {
    try {
      return JSON.writeValueAsString(new Metadata(detail));
    } catch (JacksonException e) {
      throw new IllegalStateException("BUG: a text cannot be written as JSON", e);
    }
  }

  private static String detail(String metadata) {
    try {
      return JSON.readTree(metadata).path("detail").asText("");
    } catch (JacksonException e) {
      throw new IllegalStateException("service_statuses.metadata is damaged: " + metadata, e);
    }
  }

  void update(Row row, double uptime) {
    handle.execute(
        """
        UPDATE service_statuses
        SET status = ?, latency = ?, last_checked_at = ?, metadata = ?, uptime_percentage = ?,
          updated_at = ?
        WHERE service_name = ? AND deleted_at IS NULL
        """,
        row.status().name(),
        row.remainder().latencyMillis(),
        row.lastCheckedAtMillis(),
        metadata(row.remainder().detail()),
        BigDecimal.valueOf(uptime).setScale(2, RoundingMode.HALF_UP),
        row.lastCheckedAtMillis(),
        row.name());
  }

  void addTransition(Ids ids, StatusChange change) {
    var from = change.from();
    handle.execute(
        """
        INSERT INTO service_transitions (id, service_name, from_status, to_status, at, detail)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        ids.next(),
        change.service(),
        from == null ? null : from.name(),
        change.to().name(),
        change.atMillis(),
        change.detail());
  }

  List<StatusTransition> transitions(String name, int limit) {
    return handle
        .createQuery(
            """
            SELECT from_status, to_status, at, detail FROM service_transitions
            WHERE service_name = :name ORDER BY at DESC, id DESC LIMIT :limit
            """)
        .bind("name", name)
        .bind("limit", limit)
        .map(
            (rows, context) -> {
              var from = rows.getString("from_status");
              return new StatusTransition(
                  from == null ? null : ServiceStatus.valueOf(from),
                  ServiceStatus.valueOf(rows.getString("to_status")),
                  rows.getLong("at"),
                  rows.getString("detail"));
            })
        .list();
  }

  /// Counts one check.
  void count(String name, long day, ServiceStatus status) {
    handle.execute(
        """
        INSERT INTO service_days (service_name, day, total, up, degraded)
        VALUES (?, ?, 1, ?, ?)
        ON CONFLICT (service_name, day) DO UPDATE
        SET total = service_days.total + 1, up = service_days.up + excluded.up,
          degraded = service_days.degraded + excluded.degraded
        """,
        name,
        day,
        status == ServiceStatus.UP ? 1 : 0,
        status == ServiceStatus.DEGRADED ? 1 : 0);
  }

  /// The days with checks from a day on, by service, the oldest first.
  Map<String, List<UptimeDay>> days(long firstDay) {
    var days = new HashMap<String, List<UptimeDay>>();
    handle
        .createQuery(
            """
            SELECT service_name, day, total, up, degraded FROM service_days
            WHERE day >= :first ORDER BY service_name, day
            """)
        .bind("first", firstDay)
        .map((rows, context) -> Map.entry(rows.getString("service_name"), day(rows)))
        .forEach(
            entry ->
                days.computeIfAbsent(entry.getKey(), name -> new ArrayList<>())
                    .add(entry.getValue()));
    return days;
  }

  List<UptimeDay> days(String name, long firstDay) {
    return handle
        .createQuery(
            """
            SELECT day, total, up, degraded FROM service_days
            WHERE service_name = :name AND day >= :first ORDER BY day
            """)
        .bind("name", name)
        .bind("first", firstDay)
        .map((rows, context) -> day(rows))
        .list();
  }

  private static UptimeDay day(ResultSet rows) throws SQLException {
    return new UptimeDay(
        LocalDate.ofEpochDay(rows.getLong("day")),
        rows.getInt("total"),
        rows.getInt("up"),
        rows.getInt("degraded"));
  }

  /// Removes days and status changes from before a day; the last change of a service stays, as it
  /// tells since when the service has its status.
  void removeBefore(String name, long day, long millis) {
    handle.execute("DELETE FROM service_days WHERE service_name = ? AND day < ?", name, day);
    handle.execute(
        """
        DELETE FROM service_transitions WHERE service_name = ? AND at < ?
          AND at < (SELECT MAX(t.at) FROM service_transitions t WHERE t.service_name = ?)
        """,
        name,
        millis,
        name);
  }
}
