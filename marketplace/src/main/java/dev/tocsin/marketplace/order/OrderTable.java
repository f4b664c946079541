package dev.tocsin.marketplace.order;

import dev.tocsin.marketplace.money.Money;
import dev.tocsin.marketplace.order.Order.Buyer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The tables `orders` and `order_lines`.
@Component
class OrderTable {
  private static final String COLUMNS =
      """
      select id, owner_key, account_id, email, status, total_minor, currency, reason, payment_id,
             created_at_millis
      from orders
      """;

  private final JdbcClient jdbc;
  private final InstantSource clock;

  OrderTable(JdbcClient jdbc, InstantSource clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  void insert(Order order) {
    jdbc.sql(
            """
            insert into orders (id, owner_key, account_id, email, status, total_minor, currency,
                                created_at_millis, updated_at_millis)
            values (:id, :owner, :account, :email, :status, :total, :currency, :now, :now)
            """)
        .param("id", order.id())
        .param("owner", order.buyer().visitorKey())
        .param("account", order.buyer().accountId())
        .param("email", order.buyer().email())
        .param("status", order.status().name())
        .param("total", order.total().amountMinor())
        .param("currency", order.total().currency())
        .param("now", order.createdAt().toEpochMilli())
        .update();
    var number = 0;
    for (var line : order.lines()) {
      insertLine(order.id(), number++, line);
    }
  }

  private void insertLine(String orderId, int number, OrderLine line) {
    jdbc.sql(
            """
            insert into order_lines (order_id, line_number, product_id, title, unit_minor, quantity)
            values (:order, :number, :product, :title, :unit, :quantity)
            """)
        .param("order", orderId)
        .param("number", number)
        .param("product", line.productId())
        .param("title", line.title())
        .param("unit", line.unitPrice().amountMinor())
        .param("quantity", line.quantity())
        .update();
  }

  Optional<Order> find(String id) {
    return jdbc.sql(COLUMNS + " where id = :id")
        .param("id", id)
        .query((row, _) -> order(row))
        .optional();
  }

  /// Newest first, of the visitor and, if known, of the account.
  List<Order> of(String ownerKey, @Nullable String accountId, int limit) {
    return jdbc.sql(
            COLUMNS
                + """
                 where owner_key = :owner or account_id = :account
                order by created_at_millis desc fetch first :limit rows only
                """)
        .param("owner", ownerKey)
        .param("account", accountId == null ? "" : accountId)
        .param("limit", limit)
        .query((row, _) -> order(row))
        .list();
  }

  /// False when the order was not in the first status any more.
  boolean move(String id, OrderStatus from, OrderStatus to, @Nullable String reason) {
    return jdbc.sql(
                """
                update orders set status = :to, reason = :reason, updated_at_millis = :now
                where id = :id and status = :from
                """)
            .param("to", to.name())
            .param("reason", reason)
            .param("now", clock.millis())
            .param("id", id)
            .param("from", from.name())
            .update()
        == 1;
  }

  void note(String id, @Nullable String reason) {
    jdbc.sql(
            """
            update orders set reason = :reason, updated_at_millis = :now
            where id = :id and status = 'AWAITING_PAYMENT'
            """)
        .param("reason", reason)
        .param("now", clock.millis())
        .param("id", id)
        .update();
  }

  void setPayment(String id, String paymentId) {
    jdbc.sql("update orders set payment_id = :payment where id = :id")
        .param("payment", paymentId)
        .param("id", id)
        .update();
  }

  void changeOwner(String oldKey, String newKey) {
    jdbc.sql("update orders set owner_key = :new where owner_key = :old")
        .param("new", newKey)
        .param("old", oldKey)
        .update();
  }

  private Order order(ResultSet row) throws SQLException {
    var id = row.getString("id");
    var currency = row.getString("currency");
    return new Order(
        id,
        new Buyer(row.getString("owner_key"), row.getString("account_id"), row.getString("email")),
        OrderStatus.valueOf(row.getString("status")),
        new Money(row.getLong("total_minor"), currency),
        row.getString("reason"),
        row.getString("payment_id"),
        Instant.ofEpochMilli(row.getLong("created_at_millis")),
        lines(id, currency));
  }

  private List<OrderLine> lines(String orderId, String currency) {
    return jdbc.sql(
            """
            select product_id, title, unit_minor, quantity from order_lines
            where order_id = :order order by line_number
            """)
        .param("order", orderId)
        .query(
            (row, _) ->
                new OrderLine(
                    row.getString("product_id"),
                    row.getString("title"),
                    new Money(row.getLong("unit_minor"), currency),
                    row.getInt("quantity")))
        .list();
  }
}
