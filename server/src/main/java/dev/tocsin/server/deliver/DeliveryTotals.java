package dev.tocsin.server.deliver;

import org.jdbi.v3.core.Handle;

/// Rows of `delivery_totals`.
final class DeliveryTotals {
  static final String DROPPED = "dropped";

  private DeliveryTotals() {}

  static void increment(Handle transaction, String name) {
    transaction.execute(
        """
        INSERT INTO delivery_totals (name, total) VALUES (?, 1)
        ON CONFLICT (name) DO UPDATE SET total = delivery_totals.total + 1
        """,
        name);
  }

  static long read(Handle handle, String name) {
    return handle
        .createQuery("SELECT total FROM delivery_totals WHERE name = ?")
        .bind(0, name)
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }
}
