package dev.tocsin.server.deliver;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows of `admin_notices`.
final class AdminNoticeTable {
  private AdminNoticeTable() {}

  static void add(Handle transaction, AdminNotice notice) {
    transaction
        .createUpdate(
            """
            INSERT INTO admin_notices (id, at, kind, summary, incident_id, notification_id)
            VALUES (:id, :at, :kind, :summary, :incident, :notification)
            """)
        .bind("id", notice.id())
        .bind("at", notice.atMillis())
        .bind("kind", notice.kind())
        .bind("summary", notice.summary())
        .bind("incident", notice.incidentId())
        .bind("notification", notice.notificationId())
        .execute();
  }

  /// Newest first.
  static List<AdminNotice> list(Handle handle, int limit, int offset) {
    return handle
        .createQuery(
            """
            SELECT id, at, kind, summary, incident_id, notification_id FROM admin_notices
            ORDER BY at DESC, id DESC LIMIT :limit OFFSET :offset
            """)
        .bind("limit", limit)
        .bind("offset", offset)
        .map(
            (row, _) ->
                new AdminNotice(
                    row.getString("id"),
                    row.getLong("at"),
                    row.getString("kind"),
                    row.getString("summary"),
                    row.getString("incident_id"),
                    row.getString("notification_id")))
        .list();
  }
}
