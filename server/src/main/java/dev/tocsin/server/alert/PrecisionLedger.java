package dev.tocsin.server.alert;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Pruning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What people say of alerts, and what that says of rules.
public final class PrecisionLedger {
  private static final int RULE_LIMIT = 500;
  private static final long SHORT_MILLIS = 60_000;

  private final Database database;
  private final AlertOptions options;
  private final InstantSource clock;
  private final Pruning pruning = new Pruning("verdicts on alerts", this::removeOld);

  public PrecisionLedger(Database database, AlertOptions options, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.clock = clock;
  }

  /// Notes a verdict; a later one replaces it.
  ///
  /// @return whether the alert exists and has fired
  public boolean note(String alertId, Verdict verdict, String author) {
    return database.transaction(
        handle -> {
          var alert = new AlertTable(handle).find(alertId).map(Episode::alert);
          boolean fired = alert.filter(it -> it.firedAtMillis() != 0).isPresent();
          if (fired) {
            put(handle, alert.orElseThrow(), verdict, author);
          }
          return fired;
        });
  }

  private void put(Handle handle, Alert alert, Verdict verdict, String author) {
    handle.execute(
        """
        INSERT INTO alert_verdicts (alert_id, rule_name, verdict, author, at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (alert_id) DO UPDATE
        SET verdict = excluded.verdict, author = excluded.author, at = excluded.at
        """,
        alert.id(),
        alert.ruleName(),
        verdict.name(),
        author,
        clock.millis());
  }

  public Optional<Verdict> verdict(String alertId) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT verdict FROM alert_verdicts WHERE alert_id = :id")
                .bind("id", alertId)
                .map((row, _) -> Verdict.valueOf(row.getString("verdict")))
                .findOne());
  }

  /// The rules whose alerts fired within a time, the noisiest first.
  public List<RulePrecision> within(Duration time) {
    long now = clock.millis();
    return database.read(handle -> rules(handle, now - time.toMillis(), now)).stream()
        .sorted(Comparator.comparingLong(RulePrecision::noisiness).reversed())
        .toList();
  }

  private static List<RulePrecision> rules(Handle handle, long sinceMillis, long nowMillis) {
    return handle
        .createQuery(
            """
            SELECT a.rule_name, COUNT(*) AS fired,
              SUM(CASE WHEN a.acknowledged_at <> 0 THEN 1 ELSE 0 END) AS taken,
              SUM(CASE WHEN v.verdict = 'USEFUL' THEN 1 ELSE 0 END) AS useful,
              SUM(CASE WHEN v.verdict = 'NOISE' THEN 1 ELSE 0 END) AS noise,
              SUM(CASE WHEN v.verdict = 'LATE' THEN 1 ELSE 0 END) AS late,
              SUM(CASE WHEN a.resolved_at = 0 THEN :now ELSE a.resolved_at END - a.fired_at)
                AS firing,
              SUM(CASE WHEN a.acknowledged_at = 0 THEN 0
                ELSE CASE WHEN a.resolved_at = 0 THEN :now ELSE a.resolved_at END
                  - a.acknowledged_at END) AS attention,
              SUM(CASE WHEN a.resolved_at <> 0 AND a.resolved_at - a.fired_at < :short
                THEN 1 ELSE 0 END) AS brief
            FROM alerts a LEFT JOIN alert_verdicts v ON v.alert_id = a.id
            WHERE a.fired_at >= :since AND a.fired_at <> 0
            GROUP BY a.rule_name ORDER BY COUNT(*) DESC, a.rule_name LIMIT :limit
            """)
        .bind("now", nowMillis)
        .bind("short", SHORT_MILLIS)
        .bind("since", sinceMillis)
        .bind("limit", RULE_LIMIT)
        .map(
            (row, _) ->
                new RulePrecision(
                    row.getString("rule_name"),
                    row.getLong("fired"),
                    row.getLong("taken"),
                    new RulePrecision.Verdicts(
                        row.getLong("useful"), row.getLong("noise"), row.getLong("late")),
                    new RulePrecision.Minutes(
                        row.getLong("firing") / 60_000, row.getLong("attention") / 60_000),
                    row.getLong("brief")))
        .list();
  }

  private int removeOld(int limit) {
    long before = clock.millis() - options.historyRetention().toMillis();
    return database.transaction(
        handle ->
            handle.execute(
                """
                DELETE FROM alert_verdicts WHERE alert_id IN (
                  SELECT alert_id FROM alert_verdicts WHERE at < ? LIMIT ?)
                """,
                before,
                limit));
  }

  public void start() {
    pruning.start();
  }

  public void stop() {
    pruning.stop();
  }
}
