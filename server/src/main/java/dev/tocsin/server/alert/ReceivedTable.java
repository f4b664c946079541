package dev.tocsin.server.alert;

import dev.tocsin.server.database.DatabaseException;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.database.JsonColumns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Rows of `alerts` that others raise. Written many at a time: the door takes tens of thousands a
/// second, so it uses plain JDBC with many rows in a statement.
final class ReceivedTable {
  private static final String PREFIX = "received/";
  private static final int ROWS_AT_ONCE = 100;
  private static final String INSERT =
      """
      INSERT INTO alerts (id, rule_key, rule_name, fingerprint, labels, annotations, state, value,
        active_since, keep_firing_since, fired_at, notified_at, resolved_at, last_evaluated,
        acknowledged_at, source, severity, generator_url, ends_at, look_at)
      VALUES
      """;
  private static final String ROW =
      "(?, ?, ?, ?, ?, ?, 'FIRING', 1, ?, 0, ?, 0, 0, ?, 0, ?, ?, ?, ?, ?)";
  // What is not told yet keeps its place in the teller's queue; a new severity is told anew.
  private static final String OR_REFRESH =
      """
       ON CONFLICT (rule_key, fingerprint) WHERE resolved_at = 0 DO UPDATE
      SET annotations = excluded.annotations, generator_url = excluded.generator_url,
        last_evaluated = excluded.last_evaluated, ends_at = excluded.ends_at,
        labels = excluded.labels, severity = excluded.severity,
        look_at = CASE WHEN alerts.severity <> excluded.severity THEN excluded.look_at
          WHEN alerts.notified_at = 0 THEN alerts.look_at ELSE excluded.ends_at END,
        notified_at = CASE WHEN alerts.severity = excluded.severity THEN alerts.notified_at
          ELSE 0 END
      """;

  private final Handle handle;

  ReceivedTable(Handle handle) {
    this.handle = handle;
  }

  static boolean isKey(String ruleKey) {
    return ruleKey.startsWith(PREFIX);
  }

  /// An alert with what is made of it.
  record Row(String fingerprint, ReceivedAlert alert) {}

  /// Begins or refreshes them.
  ///
  /// @param rows each fingerprint at most once, sorted, so that two transactions lock in one order
  void fire(List<Row> rows, Ids ids, long nowMillis) {
    int at = 0;
    while (at < rows.size()) {
      int end = Math.min(rows.size(), at + ROWS_AT_ONCE);
      fireSome(rows.subList(at, end), ids, nowMillis);
      at = end;
    }
  }

  private void fireSome(List<Row> rows, Ids ids, long nowMillis) {
    var sql = INSERT + (ROW + ", ").repeat(rows.size() - 1) + ROW + OR_REFRESH;
    // The connection is the handle's; only the statement is ours to close.
    Connection connection = handle.getConnection();
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      int place = 1;
      for (var row : rows) {
        place = bind(insert, place, row, ids.next(), nowMillis);
      }
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseException("cannot store alerts: " + e.getMessage(), e);
    }
  }

  private static int bind(PreparedStatement insert, int first, Row row, String id, long nowMillis)
      throws SQLException {
    int place = first;
    var alert = row.alert();
    insert.setString(place++, id);
    insert.setString(place++, alert.sender().key());
    insert.setString(place++, alert.name());
    insert.setString(place++, row.fingerprint());
    insert.setString(place++, JsonColumns.write(alert.labels()));
    insert.setString(place++, JsonColumns.write(alert.annotations()));
    insert.setLong(place++, alert.startsAtMillis());
    insert.setLong(place++, alert.startsAtMillis());
    insert.setLong(place++, nowMillis);
    insert.setString(place++, alert.sender().source().text());
    insert.setString(place++, alert.labels().getOrDefault("severity", ""));
    insert.setString(place++, alert.sender().generatorUrl());
    insert.setLong(place++, alert.endsAtMillis());
    insert.setLong(place++, nowMillis);
    return place;
  }

  /// Ends an open alert; nothing if there is none.
  void end(Row row, long nowMillis) {
    handle.execute(
        """
        UPDATE alerts SET ends_at = ?, look_at = ?, last_evaluated = ?
        WHERE rule_key = ? AND fingerprint = ? AND resolved_at = 0
        """,
        Math.min(nowMillis, row.alert().endsAtMillis()),
        nowMillis,
        nowMillis,
        row.alert().sender().key(),
        row.fingerprint());
  }

  boolean hasDue(long nowMillis) {
    return handle
        .createQuery("SELECT 1 FROM alerts WHERE look_at > 0 AND look_at <= :now LIMIT 1")
        .bind("now", nowMillis)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// Those that must be looked at, the worst first, claimed until the transaction ends.
  List<Episode> due(long nowMillis, int limit, String claim) {
    return handle
        .createQuery(
            """
            SELECT * FROM alerts WHERE look_at > 0 AND look_at <= :now
            ORDER BY CASE severity WHEN 'P1' THEN 0 WHEN 'critical' THEN 0 WHEN 'P2' THEN 1
              WHEN 'P3' THEN 2 WHEN 'warning' THEN 2 ELSE 3 END, look_at LIMIT :limit
            """
                + claim)
        .bind("now", nowMillis)
        .bind("limit", limit)
        .map((row, _) -> AlertTable.episode(row))
        .list();
  }

  /// Notes what became of alerts that were looked at.
  void settle(List<Look> looks) {
    if (looks.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            """
            UPDATE alerts SET state = :state, notified_at = :notified, resolved_at = :resolved,
              look_at = :look
            WHERE id = :id
            """);
    for (var look : looks) {
      batch
          .bind("state", look.resolvedMillis() == 0 ? "FIRING" : "RESOLVED")
          .bind("notified", look.notifiedMillis())
          .bind("resolved", look.resolvedMillis())
          .bind("look", look.nextMillis())
          .bind("id", look.id())
          .add();
    }
    batch.execute();
  }

  /// @param nextMillis when to look again; 0 for never
  record Look(String id, long notifiedMillis, long resolvedMillis, long nextMillis) {}

  /// Lets what is muted be looked at now, because something about the mutes has changed.
  static int lookAgain(Handle handle, long nowMillis) {
    return handle.execute(
        """
        UPDATE alerts SET look_at = ?
        WHERE look_at > ? AND notified_at = 0 AND resolved_at = 0 AND state = 'FIRING'
        """,
        nowMillis,
        nowMillis);
  }
}
