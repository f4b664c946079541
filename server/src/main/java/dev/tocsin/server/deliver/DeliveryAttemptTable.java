package dev.tocsin.server.deliver;

import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows of `delivery_attempts`.
final class DeliveryAttemptTable {
  private static final int READ_LIMIT = 500;

  private DeliveryAttemptTable() {}

  /// An attempt at a notification.
  record Row(String id, String notificationId, DeliveryAttempt attempt) {}

  static void add(Handle transaction, List<Row> rows) {
    var batch =
        transaction.prepareBatch(
            """
            INSERT INTO delivery_attempts
              (id, notification_id, number, at, channel, outcome, answer, next_attempt_at)
            VALUES (:id, :notification, :number, :at, :channel, :outcome, :answer, :next)
            """);
    for (var row : rows) {
      var attempt = row.attempt();
      batch
          .bind("id", row.id())
          .bind("notification", row.notificationId())
          .bind("number", attempt.number())
          .bind("at", attempt.atMillis())
          .bind("channel", attempt.channel())
          .bind("outcome", attempt.outcome())
          .bind("answer", attempt.answer())
          .bind("next", attempt.nextAttemptMillis())
          .add();
    }
    batch.execute();
  }

  static List<DeliveryAttempt> list(Handle handle, String notificationId) {
    return handle
        .createQuery(
            """
            SELECT number, at, channel, outcome, answer, next_attempt_at FROM delivery_attempts
            WHERE notification_id = :id ORDER BY number, at LIMIT :limit
            """)
        .bind("id", notificationId)
        .bind("limit", READ_LIMIT)
        .map(
            (row, _) ->
                new DeliveryAttempt(
                    row.getInt("number"),
                    row.getLong("at"),
                    row.getString("channel"),
                    row.getString("outcome"),
                    row.getString("answer"),
                    row.getLong("next_attempt_at")))
        .list();
  }
}
