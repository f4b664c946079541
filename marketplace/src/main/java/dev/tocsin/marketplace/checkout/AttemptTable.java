package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.checkout.Attempt.Progress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The table `checkout_attempts`.
///
/// Who works on an attempt holds its lease; after a crash the lease runs out and the reconciler may
/// take over. Every move to an end names the open states, so exactly one caller ends an attempt.
@Component
class AttemptTable {
  private static final int ERROR_LENGTH = 300;
  private static final String COLUMNS =
      """
      select id, order_id, cart_id, snapshot_version, payment_method, state, tries,
             created_at_millis, state_since_millis, last_error
      from checkout_attempts
      """;
  private static final String IS_OPEN =
      " state in ('RESERVED', 'PAYMENT_INITIATED_CART_RECONCILING')";

  private final JdbcClient jdbc;
  private final InstantSource clock;

  AttemptTable(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void insert(Attempt attempt, Duration lease) {
    jdbc.sql(
            """
            insert into checkout_attempts (id, order_id, cart_id, snapshot_version, payment_method,
              state, tries, lease_until_millis, created_at_millis, state_since_millis)
            values (:id, :order, :cart, :snapshot, :method, 'RESERVED', 0, :lease, :now, :now)
            """)
        .param("id", attempt.id())
        .param("order", attempt.orderId())
        .param("cart", attempt.cartId())
        .param("snapshot", attempt.snapshotVersion())
        .param("method", attempt.paymentMethod())
        .param("lease", clock.millis() + lease.toMillis())
        .param("now", clock.millis())
        .update();
  }

  /// From here on a payment may have been sent. False when the attempt has ended.
  boolean beginPayment(String id) {
    jdbc.sql(
            """
            update checkout_attempts
            set state = 'PAYMENT_INITIATED_CART_RECONCILING', state_since_millis = :now
            where id = :id and state = 'RESERVED'
            """)
        .param("now", clock.millis())
        .param("id", id)
        .update();
    return jdbc.sql("select state from checkout_attempts where id = :id")
        .param("id", id)
        .query(String.class)
        .single()
        .equals(AttemptState.PAYMENT_INITIATED_CART_RECONCILING.name());
  }

  /// False when somebody else ended it before.
  boolean end(String id, AttemptState end) {
    return jdbc.sql(
                """
                update checkout_attempts
                set state = :end, state_since_millis = :now, last_error = null
                where id = :id and
                """
                    + IS_OPEN)
            .param("end", end.name())
            .param("now", clock.millis())
            .param("id", id)
            .update()
        == 1;
  }

  void postpone(String id, Duration pause, String error) {
    jdbc.sql(
            """
            update checkout_attempts set lease_until_millis = :until, last_error = :error
            where id = :id
            """)
        .param("until", clock.millis() + pause.toMillis())
        .param("error", error.length() > ERROR_LENGTH ? error.substring(0, ERROR_LENGTH) : error)
        .param("id", id)
        .update();
  }

  List<Attempt> unattended(int limit) {
    return jdbc.sql(
            COLUMNS
                + " where lease_until_millis <= :now and"
                + IS_OPEN
                + " order by lease_until_millis fetch first :limit rows only")
        .param("now", clock.millis())
        .param("limit", limit)
        .query((row, _) -> attempt(row))
        .list();
  }

  /// True when nobody else took it since it was read.
  boolean claim(Attempt attempt, Duration lease) {
    return jdbc.sql(
                """
                update checkout_attempts set tries = tries + 1, lease_until_millis = :until
                where id = :id and tries = :tries and lease_until_millis <= :now and
                """
                    + IS_OPEN)
            .param("until", clock.millis() + lease.toMillis())
            .param("id", attempt.id())
            .param("tries", attempt.progress().tries())
            .param("now", clock.millis())
            .update()
        == 1;
  }

  Optional<Attempt> ofOrder(String orderId) {
    return jdbc.sql(COLUMNS + " where order_id = :order")
        .param("order", orderId)
        .query((row, _) -> attempt(row))
        .optional();
  }

  List<Attempt> open(int limit) {
    return jdbc.sql(
            COLUMNS
                + " where"
                + IS_OPEN
                + " order by state_since_millis fetch first :limit rows only")
        .param("limit", limit)
        .query((row, _) -> attempt(row))
        .list();
  }

  /// How many are in an open state, how many of them too long, and the age of the oldest.
  record Pressure(long open, long stuck, Duration oldestAge) {}

  Pressure pressure(AttemptState state, Duration limit) {
    var now = clock.millis();
    return jdbc.sql(
            """
            select count(*) as open,
                   count(case when state_since_millis < :before then 1 end) as stuck,
                   coalesce(min(state_since_millis), :now) as oldest
            from checkout_attempts where state = :state
            """)
        .param("before", now - limit.toMillis())
        .param("now", now)
        .param("state", state.name())
        .query(
            (row, _) ->
                new Pressure(
                    row.getLong("open"),
                    row.getLong("stuck"),
                    Duration.ofMillis(Math.max(0, now - row.getLong("oldest")))))
        .single();
  }

  /// How attempts ended within the last time, and how long the completed ones took on average.
  record Throughput(long completed, long failed, long expired, double averageSeconds) {}

  Throughput throughput(Duration window) {
    return jdbc.sql(
            """
            select count(case when state = 'COMPLETED' then 1 end) as completed,
                   count(case when state = 'FAILED' then 1 end) as failed,
                   count(case when state = 'EXPIRED' then 1 end) as expired,
                   coalesce(avg(case when state = 'COMPLETED'
                                then state_since_millis - created_at_millis end), 0) as average
            from checkout_attempts where created_at_millis > :after
            """)
        .param("after", clock.millis() - window.toMillis())
        .query(
            (row, _) ->
                new Throughput(
                    row.getLong("completed"),
                    row.getLong("failed"),
                    row.getLong("expired"),
                    row.getDouble("average") / 1000))
        .single();
  }

  private static Attempt attempt(ResultSet row) throws SQLException {
    return new Attempt(
        row.getString("id"),
        row.getString("order_id"),
        row.getString("cart_id"),
        row.getLong("snapshot_version"),
        row.getString("payment_method"),
        new Progress(
            AttemptState.valueOf(row.getString("state")),
            row.getInt("tries"),
            Instant.ofEpochMilli(row.getLong("created_at_millis")),
            Instant.ofEpochMilli(row.getLong("state_since_millis")),
            row.getString("last_error")));
  }
}
