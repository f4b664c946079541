package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Removes what is over and old, in portions that hold nobody up. What waits for a delivery or a
/// decision stays.
public final class DeliveryPruning {
  private static final System.Logger LOG = System.getLogger(DeliveryPruning.class.getName());
  private static final Duration TICK = Duration.ofHours(1);
  private static final int PORTION = 500;
  private static final String OLD =
      "(SELECT id FROM notifications WHERE state IN ('delivered', 'muted', 'closed')"
          + " AND finished_at < :before ORDER BY created_at LIMIT :portion)";

  private final Database database;
  private final Duration keep;
  private final InstantSource clock;
  private @Nullable Thread loop;

  public DeliveryPruning(Database database, DeliveryOptions options, InstantSource clock) {
    this.database = database;
    this.keep = options.watch().retention();
    this.clock = clock;
  }

  public synchronized void start() {
    loop = Thread.ofVirtual().name("delivery-pruning").start(this::run);
  }

  public synchronized void stop() {
    if (loop != null) {
      loop.interrupt();
      loop = null;
    }
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(TICK);
        prune();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Removes everything that is too old; how many deliveries and notices.
  int prune() {
    int removed = 0;
    try {
      int portion = portion();
      while (portion > 0 && !Thread.currentThread().isInterrupted()) {
        removed += portion;
        portion = portion();
      }
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "cannot remove old deliveries; will try again", e);
    }
    return removed;
  }

  private int portion() {
    return database.transaction(
        transaction -> {
          for (var table : new String[] {"delivery_attempts", "dead_letter_decisions"}) {
            run(transaction, "DELETE FROM " + table + " WHERE notification_id IN " + OLD);
          }
          transaction.execute(
              "DELETE FROM message_threads WHERE at < ?", clock.millis() - keep.toMillis());
          return run(transaction, "DELETE FROM notifications WHERE id IN " + OLD)
              + run(
                  transaction,
                  "DELETE FROM admin_notices WHERE id IN (SELECT id FROM admin_notices"
                      + " WHERE last_at < :before ORDER BY last_at LIMIT :portion)");
        });
  }

  private int run(Handle transaction, String sql) {
    return transaction
        .createUpdate(sql)
        .bind("before", clock.millis() - keep.toMillis())
        .bind("portion", PORTION)
        .execute();
  }
}
