package dev.tocsin.server.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows of `events`.
final class EventTable {
  private EventTable() {}

  /// Whether it is new; an event that is here already stays as it is.
  static boolean insert(Handle handle, Event event) {
    return handle
            .createUpdate(
                """
                INSERT INTO events
                  (application, id, type, happened_at, received_at, alert_key, severity, told,
                   message, data)
                VALUES
                  (:application, :id, :type, :happened, :received, :key, :severity, :told,
                   :message, :data)
                ON CONFLICT (application, id) DO NOTHING
                """)
            .bind("application", event.application())
            .bind("id", event.id())
            .bind("type", event.type())
            .bind("happened", event.happenedAtMillis())
            .bind("received", event.receivedAtMillis())
            .bind("key", event.alertKey())
            .bind("severity", event.severity())
            .bind("told", event.toldDirectly() ? 1 : 0)
            .bind("message", event.message())
            .bind("data", event.data())
            .execute()
        == 1;
  }

  /// The newest first.
  ///
  /// @param application only its events; empty for all
  /// @param type only this one; empty for all
  static List<Event> newest(Handle handle, String application, String type, int limit) {
    return handle
        .createQuery(
            """
            SELECT application, id, type, happened_at, received_at, alert_key, severity, told,
              message, data
            FROM events
            WHERE (:application = '' OR application = :application)
              AND (:type = '' OR type = :type)
            ORDER BY received_at DESC, happened_at DESC, id LIMIT :limit
            """)
        .bind("application", application)
        .bind("type", type)
        .bind("limit", limit)
        .map((row, _) -> event(row))
        .list();
  }

  /// What was received from a moment on and happened between it and another, the newest first.
  static List<Event> between(Handle handle, long fromMillis, long untilMillis, int limit) {
    return handle
        .createQuery(
            """
            SELECT application, id, type, happened_at, received_at, alert_key, severity, told,
              message, data
            FROM events
            WHERE received_at >= :from AND happened_at >= :from AND happened_at <= :until
            ORDER BY received_at DESC, id LIMIT :limit
            """)
        .bind("from", fromMillis)
        .bind("until", untilMillis)
        .bind("limit", limit)
        .map((row, _) -> event(row))
        .list();
  }

  private static Event event(ResultSet row) throws SQLException {
    return new Event(
        row.getString("application"),
        row.getString("id"),
        row.getString("type"),
        row.getLong("happened_at"),
        row.getLong("received_at"),
        row.getString("alert_key"),
        row.getString("severity"),
        row.getInt("told") == 1,
        row.getString("message"),
        row.getString("data"));
  }

  static int deleteReceivedBefore(Handle handle, long millis, int limit) {
    return handle.execute(
        """
        DELETE FROM events WHERE (application, id) IN (
          SELECT application, id FROM events WHERE received_at < ? LIMIT ?)
        """,
        millis,
        limit);
  }
}
