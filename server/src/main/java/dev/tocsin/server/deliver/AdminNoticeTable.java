package dev.tocsin.server.deliver;

import dev.tocsin.server.config.KeyPattern;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Rows of `admin_notices`.
final class AdminNoticeTable {
  private AdminNoticeTable() {}

  /// Adds a line, or counts the open one of the same key up.
  static void raise(Handle transaction, String id, AdminNotice notice, long nowMillis) {
    transaction
        .createUpdate(
            """
            INSERT INTO admin_notices
              (id, at, kind, notice_key, summary, incident_id, notification_id, last_at)
            VALUES (:id, :now, :kind, :key, :summary, :incident, :notification, :now)
            ON CONFLICT (notice_key) WHERE acknowledged_at = 0 DO UPDATE
              SET times = admin_notices.times + 1, last_at = excluded.last_at,
                summary = excluded.summary, over_at = 0
            """)
        .bind("id", id)
        .bind("now", nowMillis)
        .bind("kind", notice.kind())
        .bind("key", notice.key())
        .bind("summary", notice.summary())
        .bind("incident", notice.incidentId())
        .bind("notification", notice.notificationId())
        .execute();
  }

  /// Newest first.
  static List<AdminNotice> list(Handle handle, Filter filter, int limit, int offset) {
    var kind = filter.kind().isEmpty() ? "" : " AND kind = :kind";
    var open = filter.onlyOpen() ? " AND acknowledged_at = 0" : "";
    var key = filter.keys().isPresent() ? " AND notice_key LIKE :keys ESCAPE '!'" : "";
    var query =
        handle.createQuery(
            "SELECT * FROM admin_notices WHERE 1 = 1"
                + kind
                + open
                + key
                + " ORDER BY last_at DESC, id DESC LIMIT :limit OFFSET :offset");
    if (!filter.kind().isEmpty()) {
      query.bind("kind", filter.kind());
    }
    filter.keys().ifPresent(it -> query.bind("keys", "%" + it.like()));
    return query
        .bind("limit", limit)
        .bind("offset", offset)
        .map(
            (row, _) ->
                new AdminNotice(
                    row.getString("id"),
                    row.getLong("at"),
                    row.getString("kind"),
                    row.getString("notice_key"),
                    row.getString("summary"),
                    row.getString("incident_id"),
                    row.getString("notification_id"),
                    row.getInt("times"),
                    row.getLong("last_at"),
                    row.getLong("over_at"),
                    row.getString("acknowledged_by")))
        .list();
  }

  /// The trouble of an open line is over.
  static void over(Handle transaction, String key, long nowMillis) {
    transaction.execute(
        """
        UPDATE admin_notices SET over_at = ?
        WHERE notice_key = ? AND acknowledged_at = 0 AND over_at = 0
        """,
        nowMillis,
        key);
  }

  /// Which lines are wanted.
  ///
  /// @param kind empty for all
  /// @param keys the ends of their keys
  record Filter(String kind, boolean onlyOpen, Optional<KeyPattern> keys) {}

  /// Whether the line is open no more because of this.
  static boolean acknowledge(Handle transaction, String id, String by, long nowMillis) {
    return transaction.execute(
            """
            UPDATE admin_notices SET acknowledged_by = ?, acknowledged_at = ?
            WHERE id = ? AND acknowledged_at = 0
            """,
            by,
            nowMillis,
            id)
        == 1;
  }

  static long unread(Handle handle, String reader) {
    return handle
        .createQuery(
            """
            SELECT COUNT(*) FROM admin_notices WHERE acknowledged_at = 0 AND last_at > COALESCE(
              (SELECT read_to FROM notice_readers WHERE reader = :reader), 0)
            """)
        .bind("reader", reader)
        .mapTo(Long.class)
        .one();
  }

  static void read(Handle transaction, String reader, long nowMillis) {
    transaction.execute(
        """
        INSERT INTO notice_readers (reader, read_to) VALUES (?, ?)
        ON CONFLICT (reader) DO UPDATE SET read_to = excluded.read_to
        """,
        reader,
        nowMillis);
  }
}
