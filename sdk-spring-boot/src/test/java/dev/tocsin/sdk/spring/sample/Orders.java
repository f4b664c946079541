package dev.tocsin.sdk.spring.sample;

import dev.tocsin.sdk.metrics.ApplicationMetrics;
import dev.tocsin.sdk.metrics.PaymentOutcome;
import dev.tocsin.sdk.outbox.Outbox;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/// Orders: paid, then packed.
@Component
class Orders {

  private final JdbcTemplate database;
  private final Outbox outbox;
  private final ApplicationMetrics metrics;

  Orders(JdbcTemplate database, Outbox outbox, ApplicationMetrics metrics) {
    this.database = database;
    this.outbox = outbox;
    this.metrics = metrics;
    database.execute(
        """
        CREATE TABLE IF NOT EXISTS orders (
          id VARCHAR(40) PRIMARY KEY, product VARCHAR(40) NOT NULL,
          state VARCHAR(10) NOT NULL, since TIMESTAMP NOT NULL)\
        """);
    database.execute(
        "CREATE TABLE IF NOT EXISTS stock (product VARCHAR(40) PRIMARY KEY, pieces INT NOT NULL)");
  }

  // snippet: order
  @Transactional
  public String place(String product, BigDecimal price) {
    String id = UUID.randomUUID().toString();
    insert(id, product);
    outbox.publish("packing", id, product); // topic, key, payload
    metrics.payments().recordResult("card", PaymentOutcome.SUCCESS);
    metrics.recordOrder(price.doubleValue(), "EUR");
    return id;
  }

  // end

  private void insert(String id, String product) {
    database.update(
        "INSERT INTO orders (id, product, state, since) VALUES (?, ?, 'PAID', ?)",
        id,
        product,
        Timestamp.from(Instant.now()));
  }

  Optional<String> state(String id) {
    return database.queryForList("SELECT state FROM orders WHERE id = ?", String.class, id).stream()
        .findFirst();
  }

  void restock(String product, int pieces) {
    if (database.update("UPDATE stock SET pieces = ? WHERE product = ?", pieces, product) == 0) {
      database.update("INSERT INTO stock (product, pieces) VALUES (?, ?)", product, pieces);
    }
  }

  /// Takes a piece from the stock and closes the order, in the worker's transaction.
  ///
  /// @return false when none is left
  boolean pack(Connection transaction, String id, String product) throws SQLException {
    String take = "UPDATE stock SET pieces = pieces - 1 WHERE product = ? AND pieces > 0";
    try (PreparedStatement statement = transaction.prepareStatement(take)) {
      statement.setString(1, product);
      if (statement.executeUpdate() == 0) {
        return false;
      }
    }
    String close = "UPDATE orders SET state = 'PACKED' WHERE id = ?";
    try (PreparedStatement statement = transaction.prepareStatement(close)) {
      statement.setString(1, id);
      return statement.executeUpdate() == 1;
    }
  }
}
