package dev.tocsin.server.deliver;

import org.jdbi.v3.core.Handle;

/// Rows of `notifications` that nobody has tried to send yet, because they wait for others of their
/// group or for their receiver's time.
final class WaitingTable {
  private static final String WAITING =
      """
      WHERE incident_id = :incident AND channel = :channel AND kind = :kind
      AND state = 'pending' AND attempts = 0 AND next_attempt_at > :now
      """;

  private WaitingTable() {}

  /// Lets a waiting notification tell the newest; whether there is one.
  static boolean refresh(
      Handle transaction, Notification news, ChangeKind kind, String payload, long nowMillis) {
    return transaction
            .createUpdate("UPDATE notifications SET payload = :payload " + WAITING)
            .bind("payload", payload)
            .bind("incident", news.incidentId())
            .bind("channel", news.channel())
            .bind("kind", kind.text())
            .bind("now", nowMillis)
            .execute()
        > 0;
  }

  static boolean has(Handle transaction, Notification news, ChangeKind kind, long nowMillis) {
    return transaction
        .createQuery("SELECT 1 FROM notifications " + WAITING + " LIMIT 1")
        .bind("incident", news.incidentId())
        .bind("channel", news.channel())
        .bind("kind", kind.text())
        .bind("now", nowMillis)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// Takes updates back that wait behind something that matters more and tells the same.
  static void supersede(Handle transaction, Notification news, long nowMillis) {
    transaction
        .createUpdate("UPDATE notifications SET state = 'muted', finished_at = :now " + WAITING)
        .bind("incident", news.incidentId())
        .bind("channel", news.channel())
        .bind("kind", ChangeKind.UPDATED.text())
        .bind("now", nowMillis)
        .execute();
  }

  /// When the last message of an incident went to a channel, or 0.
  static long lastMillis(Handle transaction, Notification news) {
    return transaction
        .createQuery(
            """
            SELECT COALESCE(MAX(created_at), 0) FROM notifications
            WHERE incident_id = :incident AND channel = :channel AND state <> 'muted'
            """)
        .bind("incident", news.incidentId())
        .bind("channel", news.channel())
        .mapTo(Long.class)
        .one();
  }
}
