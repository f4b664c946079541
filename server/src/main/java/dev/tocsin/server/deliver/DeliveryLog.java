package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// What was told to whom, and what is still to be told.
public final class DeliveryLog {
  public static final int LIMIT = 100;

  private static final String COLUMNS =
      """
      SELECT id, idempotency_key, channel, kind, incident_id, state, attempts, next_attempt_at,
        last_error, created_at, finished_at, payload
      FROM notifications
      """;

  private final Database database;
  private final DeliveryWorker worker;
  private final InstantSource clock;

  /// A page of deliveries and how many there are in all.
  public record Found(List<Delivery> deliveries, long total) {}

  public DeliveryLog(Database database, DeliveryWorker worker, InstantSource clock) {
    this.database = database;
    this.worker = worker;
    this.clock = clock;
  }

  /// Newest first.
  ///
  /// @param states any of these; empty for all
  public Found list(Set<DeliveryState> states, int limit, int offset) {
    var wanted = states.isEmpty() ? Set.of(DeliveryState.values()) : states;
    var texts = wanted.stream().map(DeliveryState::text).toList();
    return database.read(
        handle ->
            new Found(
                handle
                    .createQuery(
                        COLUMNS
                            + " WHERE state IN (<states>)"
                            + " ORDER BY created_at DESC, id DESC LIMIT :limit OFFSET :offset")
                    .bindList("states", texts)
                    .bind("limit", limit)
                    .bind("offset", offset)
                    .map(delivery())
                    .list(),
                handle
                    .createQuery("SELECT COUNT(*) FROM notifications WHERE state IN (<states>)")
                    .bindList("states", texts)
                    .mapTo(Long.class)
                    .one()));
  }

  /// The deliveries of an incident, in their order.
  public List<Delivery> ofIncident(String incidentId) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    COLUMNS + " WHERE incident_id = :id ORDER BY position, channel LIMIT :limit")
                .bind("id", incidentId)
                .bind("limit", LIMIT)
                .map(delivery())
                .list());
  }

  public Optional<Delivery> find(String id) {
    return database.read(
        handle ->
            handle
                .createQuery(COLUMNS + " WHERE id = :id")
                .bind("id", id)
                .map(delivery())
                .findOne());
  }

  /// The newest test of a channel.
  public Optional<Delivery> lastTest(String channel) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    COLUMNS
                        + " WHERE channel = :channel AND kind = 'test'"
                        + " ORDER BY created_at DESC, id DESC LIMIT 1")
                .bind("channel", channel)
                .map(delivery())
                .findOne());
  }

  /// When a test through a channel arrived last; 0 for never.
  long lastGoodTestMillis(String channel) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    """
                    SELECT COALESCE(MAX(finished_at), 0) FROM notifications
                    WHERE channel = :channel AND kind = 'test' AND state = 'delivered'
                    """)
                .bind("channel", channel)
                .mapTo(Long.class)
                .one());
  }

  /// The attempts of a delivery, oldest first.
  public List<DeliveryAttempt> attempts(String id) {
    return database.read(handle -> DeliveryAttemptTable.list(handle, id));
  }

  /// The open ones, newest first.
  public List<AdminNotice> notices(int limit, int offset) {
    var filter = new AdminNoticeTable.Filter("", true, Optional.empty());
    return database.read(handle -> AdminNoticeTable.list(handle, filter, limit, offset));
  }

  /// The channels that have dead letters.
  Set<String> deadChannels() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT DISTINCT channel FROM notifications WHERE state = 'dead'")
                .mapTo(String.class)
                .set());
  }

  /// What people decided about a delivery that was given up, oldest first.
  public List<Decided> decisions(String id) {
    return database.read(handle -> DecisionTable.list(handle, id));
  }

  /// What is known of the channels that were tried, by name.
  public Map<String, ChannelHealth> channelHealth() {
    return database.read(ChannelHealthTable::all);
  }

  public DeliveryFigures figures() {
    return database.read(this::figures);
  }

  private DeliveryFigures figures(Handle handle) {
    var waiting = "FROM notifications WHERE state IN ('pending', 'sending')";
    long pending = number(handle, "SELECT COUNT(*) " + waiting);
    long oldest = number(handle, "SELECT COALESCE(MIN(created_at), 0) " + waiting);
    return new DeliveryFigures(
        pending,
        oldest == 0 ? 0 : Math.max(0, clock.millis() - oldest),
        number(handle, "SELECT COUNT(*) FROM notifications WHERE state = 'dead'"),
        DeliveryTotals.read(handle, DeliveryTotals.DROPPED),
        worker.heartbeatMillis());
  }

  private static long number(Handle handle, String sql) {
    return handle.createQuery(sql).mapTo(Long.class).one();
  }

  private static RowMapper<Delivery> delivery() {
    return (row, _) -> {
      var state = DeliveryState.stored(row.getString("state"));
      return new Delivery(
          row.getString("id"),
          row.getString("idempotency_key"),
          row.getString("channel"),
          ChangeKind.stored(row.getString("kind")),
          row.getString("incident_id"),
          state,
          row.getInt("attempts"),
          state == DeliveryState.PENDING ? row.getLong("next_attempt_at") : 0,
          row.getString("last_error"),
          row.getLong("created_at"),
          row.getLong("finished_at"),
          JsonBody.message(row.getString("payload")));
    };
  }
}
