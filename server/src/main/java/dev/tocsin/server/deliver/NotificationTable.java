package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
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
  private static final String OLDER_WAITS =
      """
      SELECT 1 FROM notifications earlier
      WHERE earlier.incident_id = n.incident_id AND earlier.channel = n.channel
      AND earlier.position < n.position AND earlier.state IN ('pending', 'sending')
      """;

  private static final String DUE =
      """
      FROM notifications n
      WHERE channel = :channel AND state = 'pending' AND next_attempt_at <= :now
      AND NOT EXISTS (%s)
      """
          .formatted(OLDER_WAITS);

  private static final String LEFT =
      "FROM notifications n WHERE channel = :channel AND state = 'sending' AND lease_until <= :now";

  private static final String PROBE =
      """
      FROM notifications n
      WHERE channel = :channel AND state = 'pending' AND (attempts > 0 OR next_attempt_at <= :now)
      AND NOT EXISTS (%s)
      """
          .formatted(OLDER_WAITS);

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
                  position, payload, state, next_attempt_at, created_at, urgency)
                VALUES (:id, :key, :channel, :kind, :incident,
                  :position, :payload, 'pending', :due, :now, :urgency)
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
            .bind("urgency", JsonBody.urgency(notification.payload()))
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

  /// Claims rows that are due, the most urgent first and those of one incident in their order.
  List<Claimed> claimDue(String channel, String owner, int limit, long leaseMillis) {
    return claim(channel, DUE, owner, limit, leaseMillis);
  }

  /// Claims one row to see with it whether the receiver is back, also before it is due.
  List<Claimed> claimProbe(String channel, String owner, long leaseMillis) {
    return claim(channel, PROBE, owner, 1, leaseMillis);
  }

  private List<Claimed> claim(
      String channel, String rows, String owner, int limit, long leaseMillis) {
    if (!database.read(handle -> has(handle, channel, rows) || has(handle, channel, LEFT))) {
      return List.of();
    }
    return database.transaction(
        transaction -> {
          var found = find(transaction, channel, LEFT + " ORDER BY lease_until", limit);
          recordLostAttempts(transaction, found);
          int rest = limit - found.size();
          if (rest > 0) {
            var order = " ORDER BY urgency, next_attempt_at, position";
            found.addAll(find(transaction, channel, rows + order, rest));
          }
          return claim(transaction, found, owner, leaseMillis);
        });
  }

  private List<String> find(Handle transaction, String channel, String rows, int limit) {
    return new ArrayList<>(
        transaction
            .createQuery("SELECT id " + rows + " LIMIT :limit" + database.skipLocked())
            .bind("channel", channel)
            .bind("now", clock.millis())
            .bind("limit", limit)
            .mapTo(String.class)
            .list());
  }

  /// A look that needs no write lock.
  private boolean has(Handle handle, String channel, String rows) {
    return handle
        .createQuery("SELECT 1 " + rows + " LIMIT 1")
        .bind("channel", channel)
        .bind("now", clock.millis())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// The receiver is back: what failed before need not wait any longer.
  void hasten(String channel) {
    database.transaction(
        transaction ->
            transaction.execute(
                """
                UPDATE notifications SET next_attempt_at = ?
                WHERE channel = ? AND state = 'pending' AND attempts > 0 AND next_attempt_at > ?
                """,
                clock.millis(),
                channel,
                clock.millis()));
  }

  /// Claims the oldest dead letters of these channels.
  List<Claimed> claimDead(Collection<String> channels, String owner, int limit, long leaseMillis) {
    return channels.isEmpty()
        ? List.of()
        : claimDead("channel IN (<names>)", channels, owner, limit, leaseMillis);
  }

  /// Claims those of the dead letters that nobody else has.
  List<Claimed> claimDead(Collection<String> ids, String owner, long leaseMillis) {
    return ids.isEmpty()
        ? List.of()
        : claimDead("id IN (<names>)", ids, owner, ids.size(), leaseMillis);
  }

  private List<Claimed> claimDead(
      String condition, Collection<String> names, String owner, int limit, long leaseMillis) {
    return database.transaction(
        transaction -> {
          var sql =
              "SELECT id FROM notifications WHERE state = 'dead' AND "
                  + condition
                  + " ORDER BY created_at, id LIMIT :limit"
                  + database.skipLocked();
          var found =
              transaction
                  .createQuery(sql)
                  .bindList("names", List.copyOf(names))
                  .bind("limit", limit)
                  .mapTo(String.class)
                  .list();
          return claim(transaction, found, owner, leaseMillis);
        });
  }

  /// Takes a dead letter off the desk; false when it is none any more.
  boolean close(Handle transaction, String id) {
    return transaction.execute(
            "UPDATE notifications SET state = 'closed' WHERE id = ? AND state = 'dead'", id)
        == 1;
  }

  /// Queues the same message under the same key for another channel.
  void copy(Handle transaction, String id, String channel) {
    transaction
        .createUpdate(
            """
            INSERT INTO notifications (id, idempotency_key, channel, kind, incident_id,
              position, payload, state, next_attempt_at, created_at, urgency)
            SELECT :copy, idempotency_key, :channel, kind, incident_id,
              position, payload, 'pending', :now, :now, urgency
            FROM notifications WHERE id = :id
            ON CONFLICT (idempotency_key, channel) DO UPDATE
              SET state = 'pending', next_attempt_at = excluded.next_attempt_at
              WHERE notifications.state IN ('dead', 'closed', 'muted')
            """)
        .bind("copy", ids.next())
        .bind("channel", channel)
        .bind("now", clock.millis())
        .bind("id", id)
        .execute();
  }

  /// Adds a notification that counts as given up already.
  String enqueueDead(Handle transaction, Notification notification) {
    enqueue(transaction, notification);
    return transaction
        .createQuery(
            """
            UPDATE notifications SET state = 'dead', finished_at = :now, last_error = 'a drill'
            WHERE idempotency_key = :key AND channel = :channel RETURNING id
            """)
        .bind("now", clock.millis())
        .bind("key", notification.idempotencyKey())
        .bind("channel", notification.channel())
        .mapTo(String.class)
        .one();
  }

  private List<Claimed> claim(
      Handle transaction, List<String> rows, String owner, long leaseMillis) {
    if (rows.isEmpty()) {
      return List.of();
    }
    var claimed =
        transaction
            .createQuery(
                """
                UPDATE notifications SET state = 'sending', lease_owner = :owner,
                  lease_until = :until, attempts = attempts + 1, finished_at = 0
                WHERE id IN (<ids>) RETURNING *
                """)
            .bindList("ids", rows)
            .bind("owner", owner)
            .bind("until", clock.millis() + leaseMillis)
            .map(claimedRow())
            .list();
    var order = new HashMap<String, Integer>();
    rows.forEach(id -> order.put(id, order.size()));
    return claimed.stream().sorted(Comparator.comparing(it -> order.get(it.id()))).toList();
  }

  /// A row that is still `sending` was left behind by a worker that died.
  private void recordLostAttempts(Handle transaction, List<String> rows) {
    for (var id : rows) {
      transaction
          .createUpdate(
              """
              INSERT INTO delivery_attempts
                (id, notification_id, number, at, channel, outcome, answer)
              SELECT :attempt, id, attempts, :now, channel, :outcome,
                'the worker stopped during this attempt; it may have arrived'
              FROM notifications WHERE id = :id AND state = 'sending'
              """)
          .bind("attempt", ids.next())
          .bind("now", clock.millis())
          .bind("outcome", DeliveryAttempt.LOST)
          .bind("id", id)
          .execute();
    }
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
    return settle(transaction, state, List.of(new Settled(claimed, settlement))).getFirst();
  }

  /// A claim and how it ends.
  record Settled(Claimed claimed, Settlement settlement) {}

  /// Ends claims; for each whether it still stood.
  static List<Boolean> settle(Handle transaction, DeliveryState state, List<Settled> settled) {
    var batch =
        transaction.prepareBatch(
            """
            UPDATE notifications SET state = :state, next_attempt_at = :next,
              last_error = :error, finished_at = :finished, lease_owner = NULL, lease_until = 0,
              probes = probes + :probes
            WHERE id = :id AND state = 'sending' AND lease_owner = :owner
            AND attempts = :attempt
            """);
    for (var one : settled) {
      batch
          .bind("state", state.text())
          .bind("next", one.settlement().nextAttemptMillis())
          .bind("error", one.settlement().error())
          .bind("finished", one.settlement().finishedMillis())
          .bind("probes", one.settlement().isProbe() ? 1 : 0)
          .bind("id", one.claimed().id())
          .bind("owner", one.claimed().owner())
          .bind("attempt", one.claimed().attempt())
          .add();
    }
    return Arrays.stream(batch.execute()).mapToObj(count -> count == 1).toList();
  }

  /// Whether this channel was told of nothing of what this notification goes on with.
  boolean isUnheard(Claimed claimed) {
    var notification = claimed.notification();
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT COUNT(*) > 0 AND SUM(CASE WHEN state = 'delivered' THEN 1 ELSE 0 END) = 0
                    FROM notifications
                    WHERE incident_id = :incident AND channel = :channel AND position < :position
                    """)
                .bind("incident", notification.incidentId())
                .bind("channel", notification.channel())
                .bind("position", notification.position())
                .mapTo(Boolean.class)
                .one());
  }

  /// Whether a channel has this incident's beginning, or will have it.
  static boolean hasOpening(Handle handle, String incidentId, String channel) {
    return handle
        .createQuery(
            """
            SELECT 1 FROM notifications WHERE incident_id = :incident AND channel = :channel
            AND kind <> 'resolved' AND state IN ('pending', 'sending', 'delivered') LIMIT 1
            """)
        .bind("incident", incidentId)
        .bind("channel", channel)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// Whoever got the beginning late must hear of the end too.
  static void unmuteEnd(Handle transaction, String incidentId, String channel, long nowMillis) {
    transaction.execute(
        """
        UPDATE notifications SET state = 'pending', next_attempt_at = ?, finished_at = 0
        WHERE incident_id = ? AND channel = ? AND kind = 'resolved' AND state = 'muted'
        """,
        nowMillis,
        incidentId,
        channel);
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
          recordLostAttempts(transaction, found);
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
            row.getInt("attempts") - row.getInt("probes"),
            row.getString("lease_owner"),
            row.getLong("created_at"));
  }
}
