package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The queue: rows of `notifications` and who works on them.
///
/// A claim turns rows to `sending` and sets a lease. A row whose lease has run out belongs to
/// nobody and is claimed again, with the same idempotency key. Owner and attempt number fence a
/// late worker off: it can no longer finish what somebody else has claimed since.
final class NotificationTable {
  private static final int ORPHAN_LIMIT = 1_000;
  private static final String DUE =
      """
      FROM notifications n
      WHERE channel = :channel
      AND ((state = 'pending' AND next_attempt_at <= :now)
        OR (state = 'sending' AND lease_until <= :now))
      AND NOT EXISTS (
        SELECT 1 FROM notifications earlier
        WHERE earlier.incident_id = n.incident_id AND earlier.channel = n.channel
        AND earlier.position < n.position AND earlier.state IN ('pending', 'sending'))
      """;

  private final Database database;
  private final Ids ids;
  private final InstantSource clock;

  NotificationTable(Database database, Ids ids, InstantSource clock) {
    this.database = database;
    this.ids = ids;
    this.clock = clock;
  }

  /// Adds a notification unless its key is in the queue for that channel already.
  boolean enqueue(Handle transaction, Notification notification) {
    return transaction
            .createUpdate(
                """
                INSERT INTO notifications (id, idempotency_key, channel, kind, incident_id,
                  position, payload, state, next_attempt_at, created_at)
                VALUES (:id, :key, :channel, :kind, :incident,
                  :position, :payload, 'pending', :due, :now)
                ON CONFLICT (idempotency_key, channel) DO NOTHING
                """)
            .bind("id", ids.next())
            .bind("key", notification.idempotencyKey())
            .bind("channel", notification.channel())
            .bind("kind", notification.kind().text())
            .bind("incident", notification.incidentId())
            .bind("position", notification.position())
            .bind("payload", notification.payload())
            .bind("due", notification.dueMillis())
            .bind("now", clock.millis())
            .execute()
        == 1;
  }

  /// Silences an incident whose opening still waits for its group; whether that was so.
  static boolean muteWaiting(
      Handle transaction, String incidentId, String channel, long nowMillis) {
    var muted =
        transaction
            .createQuery(
                """
                UPDATE notifications SET state = 'muted', finished_at = :now
                WHERE incident_id = :incident AND channel = :channel AND state = 'pending'
                AND attempts = 0 AND EXISTS (
                  SELECT 1 FROM notifications opening
                  WHERE opening.incident_id = :incident AND opening.channel = :channel
                  AND opening.kind = 'opened' AND opening.state = 'pending'
                  AND opening.attempts = 0 AND opening.next_attempt_at > :now)
                RETURNING kind
                """)
            .bind("incident", incidentId)
            .bind("channel", channel)
            .bind("now", nowMillis)
            .mapTo(String.class)
            .list();
    return !muted.isEmpty();
  }

  /// Claims rows that are due, those of one incident in their order.
  List<Claimed> claimDue(String channel, String owner, int limit, long leaseMillis) {
    if (!hasDue(channel)) {
      return List.of();
    }
    return database.transaction(
        transaction -> {
          var sql =
              "SELECT id "
                  + DUE
                  + " ORDER BY next_attempt_at, position LIMIT :limit"
                  + database.skipLocked();
          var found =
              transaction
                  .createQuery(sql)
                  .bind("channel", channel)
                  .bind("now", clock.millis())
                  .bind("limit", limit)
                  .mapTo(String.class)
                  .list();
          return claim(transaction, found, owner, leaseMillis);
        });
  }

  /// A look that needs no write lock.
  private boolean hasDue(String channel) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT 1 " + DUE + " LIMIT 1")
                .bind("channel", channel)
                .bind("now", clock.millis())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /// Claims the oldest dead letters of these channels.
  List<Claimed> claimDead(Collection<String> channels, String owner, int limit, long leaseMillis) {
    if (channels.isEmpty()) {
      return List.of();
    }
    return database.transaction(
        transaction -> {
          var sql =
              "SELECT id FROM notifications WHERE state = 'dead' AND channel IN (<channels>)"
                  + " ORDER BY created_at, id LIMIT :limit"
                  + database.skipLocked();
          var found =
              transaction
                  .createQuery(sql)
                  .bindList("channels", List.copyOf(channels))
                  .bind("limit", limit)
                  .mapTo(String.class)
                  .list();
          return claim(transaction, found, owner, leaseMillis);
        });
  }

  private List<Claimed> claim(
      Handle transaction, List<String> rows, String owner, long leaseMillis) {
    var claimed = new ArrayList<Claimed>();
    for (var id : rows) {
      recordLostAttempt(transaction, id);
      transaction.execute(
          """
          UPDATE notifications SET state = 'sending', lease_owner = ?, lease_until = ?,
            attempts = attempts + 1, finished_at = 0
          WHERE id = ?
          """,
          owner,
          clock.millis() + leaseMillis,
          id);
      claimed.add(
          transaction
              .createQuery("SELECT * FROM notifications WHERE id = :id")
              .bind("id", id)
              .map(claimedRow())
              .one());
    }
    return claimed;
  }

  /// A row that is still `sending` was left behind by a worker that died.
  private void recordLostAttempt(Handle transaction, String id) {
    transaction
        .createUpdate(
            """
            INSERT INTO delivery_attempts
              (id, notification_id, number, at, channel, outcome, answer)
            SELECT :attempt, id, attempts, :now, channel, 'lost',
              'the worker stopped during this attempt; it may have arrived'
            FROM notifications WHERE id = :id AND state = 'sending'
            """)
        .bind("attempt", ids.next())
        .bind("now", clock.millis())
        .bind("id", id)
        .execute();
  }

  void renew(String owner, long leaseMillis) {
    database.transaction(
        handle ->
            handle.execute(
                """
                UPDATE notifications SET lease_until = ?
                WHERE lease_owner = ? AND state = 'sending'
                """,
                clock.millis() + leaseMillis,
                owner));
  }

  /// Ends the claim; false when somebody else has claimed the row since.
  static boolean settle(
      Handle transaction, Claimed claimed, DeliveryState state, Settlement settlement) {
    return transaction
            .createUpdate(
                """
                UPDATE notifications SET state = :state, next_attempt_at = :next,
                  last_error = :error, finished_at = :finished, lease_owner = NULL, lease_until = 0
                WHERE id = :id AND state = 'sending' AND lease_owner = :owner
                AND attempts = :attempt
                """)
            .bind("state", state.text())
            .bind("next", settlement.nextAttemptMillis())
            .bind("error", settlement.error())
            .bind("finished", settlement.finishedMillis())
            .bind("id", claimed.id())
            .bind("owner", claimed.owner())
            .bind("attempt", claimed.attempt())
            .execute()
        == 1;
  }

  /// Waiting rows of channels that are not configured any more.
  List<Claimed> claimOrphans(Collection<String> channels, String owner, long leaseMillis) {
    return database.transaction(
        transaction -> {
          var condition = channels.isEmpty() ? "" : " AND channel NOT IN (<channels>)";
          var query =
              transaction.createQuery(
                  "SELECT id FROM notifications WHERE (state = 'pending'"
                      + " OR (state = 'sending' AND lease_until <= :now))"
                      + condition
                      + " LIMIT "
                      + ORPHAN_LIMIT
                      + database.skipLocked());
          if (!channels.isEmpty()) {
            query.bindList("channels", List.copyOf(channels));
          }
          var found = query.bind("now", clock.millis()).mapTo(String.class).list();
          return claim(transaction, found, owner, leaseMillis);
        });
  }

  private static RowMapper<Claimed> claimedRow() {
    return (row, _) ->
        new Claimed(
            row.getString("id"),
            new Notification(
                row.getString("idempotency_key"),
                row.getString("channel"),
                ChangeKind.stored(row.getString("kind")),
                row.getString("incident_id"),
                row.getInt("position"),
                row.getLong("next_attempt_at"),
                row.getString("payload")),
            row.getInt("attempts"),
            row.getString("lease_owner"),
            row.getLong("created_at"));
  }
}
