package dev.tocsin.server.incident;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Pruning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Removes incidents that were resolved long ago, with their lines, alerts and services.
public final class IncidentPruning {
  /// An incident of thousands of lines is as much as many rows.
  private static final int AT_ONCE = 50;

  private static final List<String> DEPENDENTS =
      List.of("incident_timeline", "incident_alerts", "incident_services", "incident_escalations");

  private final Database database;
  private final Duration kept;
  private final InstantSource clock;
  private final Pruning pruning = new Pruning("resolved incidents", this::removeOld);

  public IncidentPruning(Database database, IncidentOptions options, InstantSource clock) {
    this.database = database;
    this.kept = options.historyRetention();
    this.clock = clock;
  }

  /// @return how many incidents went
  int prune() {
    return pruning.prune();
  }

  private int removeOld(int limit) {
    long before = clock.millis() - kept.toMillis();
    int removed = 0;
    int some;
    do {
      some = database.transaction(handle -> removeSome(handle, before));
      removed += some;
    } while (some == AT_ONCE && removed < limit);
    return removed;
  }

  private static int removeSome(Handle handle, long beforeMillis) {
    var ids =
        handle
            .createQuery(
                """
                SELECT id FROM incident_logs
                WHERE status = 'RESOLVED' AND resolved_at < :before ORDER BY resolved_at LIMIT :limit
                """)
            .bind("before", beforeMillis)
            .bind("limit", AT_ONCE)
            .mapTo(String.class)
            .list();
    if (ids.isEmpty()) {
      return 0;
    }
    for (var table : DEPENDENTS) {
      handle
          .createUpdate("DELETE FROM " + table + " WHERE incident_id IN (<ids>)")
          .bindList("ids", ids)
          .execute();
    }
    return handle
        .createUpdate("DELETE FROM incident_logs WHERE id IN (<ids>)")
        .bindList("ids", ids)
        .execute();
  }

  public void start() {
    pruning.start();
  }

  public void stop() {
    pruning.stop();
  }
}
