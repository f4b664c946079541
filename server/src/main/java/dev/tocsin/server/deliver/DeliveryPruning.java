package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Pruning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Removes what is over and old, in portions that hold nobody up. What waits for a delivery or a
/// decision stays.
public final class DeliveryPruning {
  private static final String OLD =
      "(SELECT id FROM notifications WHERE state IN ('delivered', 'muted', 'closed')"
          + " AND finished_at < :before ORDER BY created_at LIMIT :portion)";

  private static final String UNUSED_RECIPIENTS =
      "DELETE FROM recipients_told WHERE at < :before AND message_key IN"
          + " (SELECT message_key FROM recipients_told told WHERE at < :before AND NOT EXISTS"
          + " (SELECT 1 FROM notifications WHERE idempotency_key = told.message_key"
          + " OR incident_id = told.message_key)"
          + " ORDER BY at LIMIT :portion)";

  /// The last exercise that worked stays, for it says when the next is due.
  private static final String OLD_REPLAYS =
      "DELETE FROM dead_letter_replays WHERE id IN (SELECT id FROM dead_letter_replays"
          + " WHERE at < :before AND id NOT IN (SELECT id FROM dead_letter_replays"
          + " WHERE is_drill = 1 AND replayed > 0 ORDER BY at DESC LIMIT 1)"
          + " ORDER BY at LIMIT :portion)";

  private final Database database;
  private final Duration keep;
  private final InstantSource clock;
  private final Pruning pruning = new Pruning("deliveries", this::removeOld);

  public DeliveryPruning(Database database, DeliveryOptions options, InstantSource clock) {
    this.database = database;
    this.keep = options.watch().retention();
    this.clock = clock;
  }

  public void start() {
    pruning.start();
  }

  public void stop() {
    pruning.stop();
  }

  /// Removes everything that is too old; how many deliveries and notices.
  int prune() {
    return pruning.prune();
  }

  private int removeOld(int limit) {
    return database.transaction(
        transaction -> {
          for (var table : List.of("delivery_attempts", "dead_letter_decisions")) {
            run(transaction, "DELETE FROM " + table + " WHERE notification_id IN " + OLD, limit);
          }
          transaction.execute(
              "DELETE FROM message_threads WHERE at < ?", clock.millis() - keep.toMillis());
          int removed = run(transaction, "DELETE FROM notifications WHERE id IN " + OLD, limit);
          run(transaction, UNUSED_RECIPIENTS, limit);
          run(transaction, OLD_REPLAYS, limit);
          return removed
              + run(
                  transaction,
                  "DELETE FROM admin_notices WHERE id IN (SELECT id FROM admin_notices"
                      + " WHERE last_at < :before ORDER BY last_at LIMIT :portion)",
                  limit);
        });
  }

  private int run(Handle transaction, String sql, int portion) {
    return transaction
        .createUpdate(sql)
        .bind("before", clock.millis() - keep.toMillis())
        .bind("portion", portion)
        .execute();
  }
}
