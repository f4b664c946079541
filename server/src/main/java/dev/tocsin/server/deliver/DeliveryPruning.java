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
          return run(transaction, "DELETE FROM notifications WHERE id IN " + OLD, limit)
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
