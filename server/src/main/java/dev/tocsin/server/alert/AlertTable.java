package dev.tocsin.server.alert;

import dev.tocsin.server.database.JsonColumns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/// The table `alerts`. Every write of an evaluation does nothing when the row has seen that
/// evaluation or a newer one; so of two replicas that evaluate the same, one changes the row.
final class AlertTable {
  private static final int SEARCH_LIMIT = 10_000;
  private static final int FIRING_LIMIT = 100_000;

  private final Handle handle;

  AlertTable(Handle handle) {
    this.handle = handle;
  }

  /// The pending and firing alerts of a rule.
  List<Episode> open(String ruleKey) {
    return handle
        .createQuery("SELECT * FROM alerts WHERE rule_key = :rule AND resolved_at = 0")
        .bind("rule", ruleKey)
        .map((row, _) -> episode(row))
        .list();
  }

  long countOpen() {
    return handle
        .createQuery("SELECT count(*) FROM alerts WHERE resolved_at = 0")
        .mapTo(Long.class)
        .one();
  }

  /// Whether the row is new: the same series has no open row yet.
  boolean insert(String ruleKey, Episode episode) {
    return bind(
                handle.createUpdate(
                    """
                    INSERT INTO alerts (id, rule_key, rule_name, fingerprint, labels, annotations,
                      state, value, active_since, keep_firing_since, fired_at, notified_at,
                      resolved_at, last_evaluated, acknowledged_by, acknowledged_at, severity,
                      flapping)
                    VALUES (:id, :rule_key, :rule_name, :fingerprint, :labels, :annotations,
                      :state, :value, :active_since, :keep_firing_since, :fired_at, :notified_at,
                      :resolved_at, :last_evaluated, NULL, 0, :severity, :flapping)
                    ON CONFLICT DO NOTHING
                    """),
                episode)
            .bind("rule_key", ruleKey)
            .bind("rule_name", episode.alert().ruleName())
            .bind("fingerprint", episode.fingerprint())
            .execute()
        == 1;
  }

  /// Leaves the acknowledgement alone: an operator may set it at any time.
  boolean update(Episode episode) {
    return bind(
                handle.createUpdate(
                    """
                    UPDATE alerts SET labels = :labels, annotations = :annotations,
                      state = :state, value = :value, active_since = :active_since,
                      keep_firing_since = :keep_firing_since, fired_at = :fired_at,
                      notified_at = :notified_at, resolved_at = :resolved_at,
                      last_evaluated = :last_evaluated, severity = :severity,
                      flapping = :flapping
                    WHERE id = :id AND last_evaluated < :last_evaluated
                    """),
                episode)
            .execute()
        == 1;
  }

  boolean forget(Episode episode, long atMillis) {
    return handle.execute(
            "DELETE FROM alerts WHERE id = ? AND last_evaluated < ?",
            episode.alert().id(),
            atMillis)
        == 1;
  }

  /// When the same series of a rule was last told of, in whichever episode; 0 if never.
  long lastNotified(String ruleKey, String fingerprint) {
    return handle
        .createQuery(
            """
            SELECT coalesce(max(notified_at), 0) FROM (
              SELECT notified_at FROM alerts
              WHERE rule_key = :rule AND fingerprint = :fingerprint AND resolved_at = 0
              UNION ALL
              SELECT notified_at FROM alerts
              WHERE rule_key = :rule AND fingerprint = :fingerprint AND resolved_at > 0) AS told
            """)
        .bind("rule", ruleKey)
        .bind("fingerprint", fingerprint)
        .mapTo(Long.class)
        .one();
  }

  /// How many episodes of the same series of a rule fired and ended since a time.
  int endedSince(String ruleKey, String fingerprint, long sinceMillis) {
    return handle
        .createQuery(
            """
            SELECT count(*) FROM alerts
            WHERE rule_key = :rule AND fingerprint = :fingerprint AND resolved_at >= :since
              AND resolved_at > 0 AND fired_at <> 0
            """)
        .bind("rule", ruleKey)
        .bind("fingerprint", fingerprint)
        .bind("since", sinceMillis)
        .mapTo(Integer.class)
        .one();
  }

  /// Those that fire and whose rule's name begins with a text, for what they mute.
  List<Alert> firing(String name) {
    var range = name.isEmpty() ? "" : " AND rule_name >= :first AND rule_name < :last";
    var query =
        handle.createQuery(
            "SELECT * FROM alerts WHERE resolved_at = 0 AND state = 'FIRING'"
                + range
                + " LIMIT :limit");
    if (!name.isEmpty()) {
      char next = (char) (name.charAt(name.length() - 1) + 1);
      query.bind("first", name).bind("last", name.substring(0, name.length() - 1) + next);
    }
    return query.bind("limit", FIRING_LIMIT).map((row, _) -> episode(row).alert()).list().stream()
        .filter(alert -> alert.ruleName().startsWith(name))
        .toList();
  }

  Optional<Episode> find(String id) {
    return handle
        .createQuery("SELECT * FROM alerts WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> episode(row))
        .findOne();
  }

  /// Those that fire, newest first, then those that resolved after they began to fire at or after a
  /// time.
  List<Episode> active(long firedSinceMillis) {
    return handle
        .createQuery(
            """
            SELECT * FROM alerts
            WHERE (resolved_at = 0 AND state = 'FIRING')
              OR (resolved_at > 0 AND fired_at >= :since)
            ORDER BY resolved_at, fired_at DESC, rule_name, id LIMIT :limit
            """)
        .bind("since", firedSinceMillis)
        .bind("limit", SEARCH_LIMIT)
        .map((row, _) -> episode(row))
        .list();
  }

  /// Pending and firing.
  List<Episode> open() {
    return handle
        .createQuery(
            """
            SELECT * FROM alerts WHERE resolved_at = 0
            ORDER BY active_since, rule_name, id LIMIT :limit
            """)
        .bind("limit", SEARCH_LIMIT)
        .map((row, _) -> episode(row))
        .list();
  }

  List<Episode> resolvedSince(long sinceMillis, int limit) {
    return handle
        .createQuery(
            """
            SELECT * FROM alerts WHERE resolved_at > 0 AND resolved_at >= :since
            ORDER BY resolved_at DESC, id LIMIT :limit
            """)
        .bind("since", sinceMillis)
        .bind("limit", limit)
        .map((row, _) -> episode(row))
        .list();
  }

  /// Whether this call set it: an alert is acknowledged once.
  boolean acknowledge(String id, String operator, long atMillis) {
    return handle.execute(
            """
            UPDATE alerts SET acknowledged_by = ?, acknowledged_at = ?
            WHERE id = ? AND acknowledged_at = 0 AND state = 'FIRING'
            """,
            operator,
            atMillis,
            id)
        == 1;
  }

  /// The rules that have pending or firing alerts.
  List<String> openRuleKeys() {
    return handle
        .createQuery("SELECT DISTINCT rule_key FROM alerts WHERE resolved_at = 0")
        .mapTo(String.class)
        .list();
  }

  int deleteResolvedBefore(long beforeMillis, int limit) {
    return handle.execute(
        """
        DELETE FROM alerts WHERE id IN (
          SELECT id FROM alerts WHERE resolved_at > 0 AND resolved_at < ? LIMIT ?)
        """,
        beforeMillis,
        limit);
  }

  private static <S extends SqlStatement<S>> S bind(S statement, Episode episode) {
    var alert = episode.alert();
    return statement
        .bind("id", alert.id())
        .bind("labels", JsonColumns.write(alert.labels()))
        .bind("annotations", JsonColumns.write(alert.annotations()))
        .bind("state", alert.state().name())
        .bind("value", Double.isNaN(alert.value()) ? null : (Double) alert.value())
        .bind("active_since", alert.activeSinceMillis())
        .bind("keep_firing_since", episode.keepFiringSinceMillis())
        .bind("fired_at", alert.firedAtMillis())
        .bind("notified_at", episode.notifiedAtMillis())
        .bind("resolved_at", alert.resolvedAtMillis())
        .bind("last_evaluated", alert.lastEvaluatedMillis())
        .bind("severity", alert.label("severity"))
        .bind("flapping", alert.details().isFlapping() ? 1 : 0);
  }

  static Episode episode(ResultSet row) throws SQLException {
    double value = row.getDouble("value");
    value = row.wasNull() ? Double.NaN : value;
    var alert =
        new Alert(
            row.getString("id"),
            row.getString("fingerprint"),
            row.getString("rule_name"),
            JsonColumns.labels(row.getString("labels")),
            JsonColumns.labels(row.getString("annotations")),
            AlertState.valueOf(row.getString("state")),
            value,
            row.getLong("active_since"),
            row.getLong("fired_at"),
            row.getLong("resolved_at"),
            row.getLong("last_evaluated"),
            row.getString("acknowledged_by"),
            row.getLong("acknowledged_at"),
            new Alert.Details(
                AlertSource.stored(row.getString("source")),
                row.getString("generator_url"),
                row.getLong("ends_at"),
                row.getInt("flapping") == 1));
    return new Episode(alert, row.getLong("keep_firing_since"), row.getLong("notified_at"));
  }
}
