package dev.tocsin.server.rule;

import dev.tocsin.server.database.JsonColumns;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The table `alert_rules`.
final class SimpleRuleTable {
  private final Handle handle;

  SimpleRuleTable(Handle handle) {
    this.handle = handle;
  }

  /// All that are not deleted, by name.
  List<StoredRule> all() {
    return handle
        .createQuery("SELECT * FROM alert_rules WHERE deleted_at = 0 ORDER BY name, id")
        .map((row, _) -> stored(row))
        .list();
  }

  Optional<StoredRule> find(String id) {
    return handle
        .createQuery("SELECT * FROM alert_rules WHERE id = :id AND deleted_at = 0")
        .bind("id", id)
        .map((row, _) -> stored(row))
        .findOne();
  }

  int count() {
    return handle
        .createQuery("SELECT count(*) FROM alert_rules WHERE deleted_at = 0")
        .mapTo(Integer.class)
        .one();
  }

  /// Whether there was ever a row of this default or with its name, deleted ones included.
  boolean knowsDefault(String name) {
    return handle
            .createQuery("SELECT count(*) FROM alert_rules WHERE default_key = :n OR name = :n")
            .bind("n", name)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /// Whether it is new: no other rule has its name.
  ///
  /// @param defaultKey the name of the default that it is made from
  boolean insert(String id, SimpleRule rule, @Nullable String defaultKey, long atMillis) {
    return bind(
                handle.createUpdate(
                    """
                    INSERT INTO alert_rules (id, name, description, metric, condition, threshold,
                      duration, evaluation_interval, channel, recipients, is_active,
                      cooldown_minutes, severity, kind, labels, window_seconds, denominator,
                      group_by, recovery_threshold, consecutive, owner, runbook_url, default_key,
                      created_at, updated_at)
                    VALUES (:id, :name, :description, :metric, :condition, :threshold,
                      :duration, :interval, :channel, :recipients, :active,
                      :cooldown, :severity, :kind, :labels, :window, :denominator,
                      :group_by, :recovery, :consecutive, :owner, :runbook, :default_key,
                      :now, :now)
                    ON CONFLICT DO NOTHING
                    """),
                rule)
            .bind("id", id)
            .bind("default_key", defaultKey)
            .bind("now", atMillis)
            .execute()
        == 1;
  }

  /// Leaves the figures alone.
  void update(String id, SimpleRule rule, long atMillis) {
    bind(
            handle.createUpdate(
                """
                UPDATE alert_rules SET name = :name, description = :description, metric = :metric,
                  condition = :condition, threshold = :threshold, duration = :duration,
                  evaluation_interval = :interval, channel = :channel, recipients = :recipients,
                  is_active = :active, cooldown_minutes = :cooldown, severity = :severity,
                  kind = :kind, labels = :labels, window_seconds = :window,
                  denominator = :denominator, group_by = :group_by,
                  recovery_threshold = :recovery, consecutive = :consecutive, owner = :owner,
                  runbook_url = :runbook, updated_at = :now
                WHERE id = :id AND deleted_at = 0
                """),
            rule)
        .bind("id", id)
        .bind("now", atMillis)
        .execute();
  }

  boolean nameIsTaken(String name, String exceptId) {
    return handle
            .createQuery(
                """
                SELECT count(*) FROM alert_rules
                WHERE name = :name AND id <> :id AND deleted_at = 0
                """)
            .bind("name", name)
            .bind("id", exceptId)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  boolean delete(String id, long atMillis) {
    return handle.execute(
            """
            UPDATE alert_rules SET deleted_at = ?, updated_at = ? WHERE id = ? AND deleted_at = 0
            """,
            atMillis,
            atMillis,
            id)
        == 1;
  }

  void triggered(String id, long atMillis) {
    handle.execute(
        """
        UPDATE alert_rules SET trigger_count = trigger_count + 1,
          last_triggered_at = CASE WHEN last_triggered_at < ? THEN ? ELSE last_triggered_at END
        WHERE id = ?
        """,
        atMillis,
        atMillis,
        id);
  }

  void lastValue(String id, @Nullable BigDecimal value) {
    handle
        .createUpdate("UPDATE alert_rules SET last_value = :value WHERE id = :id")
        .bind("value", value)
        .bind("id", id)
        .execute();
  }

  private static <S extends SqlStatement<S>> S bind(S statement, SimpleRule rule) {
    var signal = rule.signal();
    var test = rule.test();
    var notice = rule.notice();
    return statement
        .bind("name", rule.name())
        .bind("description", rule.description())
        .bind("metric", signal.metric())
        .bind("condition", test.condition().name())
        .bind("threshold", test.threshold())
        .bind("duration", test.duration().toSeconds())
        .bind("interval", test.interval().toSeconds())
        .bind("channel", notice.channel().name())
        .bind("recipients", JsonColumns.write(notice.recipients()))
        .bind("active", rule.active() ? 1 : 0)
        .bind("cooldown", notice.cooldown().toMinutes())
        .bind("severity", notice.severity())
        .bind("kind", signal.kind().name())
        .bind("labels", JsonColumns.write(signal.selector()))
        .bind("window", signal.window().toSeconds())
        .bind("denominator", signal.denominator())
        .bind("group_by", JsonColumns.write(signal.groupBy()))
        .bind("recovery", test.recovery())
        .bind("consecutive", test.consecutive())
        .bind("owner", notice.owner())
        .bind("runbook", notice.runbookUrl());
  }

  private static StoredRule stored(ResultSet row) throws SQLException {
    var rule =
        new SimpleRule(
            row.getString("name"),
            row.getString("description"),
            signal(row),
            test(row),
            notice(row),
            row.getInt("is_active") == 1);
    var figures =
        new StoredRule.Figures(
            row.getLong("last_triggered_at"),
            decimal(row, "last_value"),
            row.getInt("trigger_count"));
    return new StoredRule(
        row.getString("id"), rule, figures, row.getLong("created_at"), row.getLong("updated_at"));
  }

  private static SimpleRule.Signal signal(ResultSet row) throws SQLException {
    return new SimpleRule.Signal(
        row.getString("metric"),
        SimpleRule.Kind.valueOf(row.getString("kind")),
        JsonColumns.labels(row.getString("labels")),
        Duration.ofSeconds(row.getLong("window_seconds")),
        row.getString("denominator"),
        JsonColumns.texts(row.getString("group_by")));
  }

  private static SimpleRule.Test test(ResultSet row) throws SQLException {
    return new SimpleRule.Test(
        AlertCondition.valueOf(row.getString("condition")),
        plain(new BigDecimal(row.getString("threshold"))),
        Duration.ofSeconds(row.getLong("duration")),
        Duration.ofSeconds(row.getLong("evaluation_interval")),
        decimal(row, "recovery_threshold"),
        row.getInt("consecutive"));
  }

  private static SimpleRule.Notice notice(ResultSet row) throws SQLException {
    return new SimpleRule.Notice(
        row.getString("severity"),
        Duration.ofMinutes(row.getLong("cooldown_minutes")),
        AlertChannel.valueOf(row.getString("channel")),
        JsonColumns.texts(row.getString("recipients")),
        row.getString("owner"),
        row.getString("runbook_url"));
  }

  /// As few digits as it needs, so that both databases read the same.
  private static @Nullable BigDecimal decimal(ResultSet row, String column) throws SQLException {
    var text = row.getString(column);
    return text == null ? null : plain(new BigDecimal(text));
  }

  /// Without zeros at the end and without an exponent.
  static BigDecimal plain(BigDecimal number) {
    var stripped = number.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
