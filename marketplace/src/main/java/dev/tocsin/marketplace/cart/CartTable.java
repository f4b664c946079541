package dev.tocsin.marketplace.cart;

import dev.tocsin.marketplace.database.Identifiers;
import dev.tocsin.marketplace.money.Money;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// The tables `carts` and `cart_items`.
///
/// Every change first raises the snapshot version of its cart. That update takes the lock of the
/// cart's row, so changes of one cart happen one after another in both databases.
@Component
class CartTable {
  private static final Duration VALIDITY = Duration.ofHours(2);

  private final JdbcClient jdbc;
  private final Identifiers identifiers;
  private final InstantSource clock;

  CartTable(JdbcClient jdbc, Identifiers identifiers, InstantSource clock) {
    this.jdbc = jdbc;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  private record Head(String id, long snapshotVersion, @Nullable String lockedBy) {}

  Optional<Cart> find(String ownerKey) {
    return jdbc.sql("select id, snapshot_version, locked_by from carts where owner_key = :owner")
        .param("owner", ownerKey)
        .query(
            (row, _) ->
                new Head(
                    row.getString("id"),
                    row.getLong("snapshot_version"),
                    row.getString("locked_by")))
        .optional()
        .map(head -> new Cart(head.id(), head.snapshotVersion(), head.lockedBy(), items(head)));
  }

  void createIfAbsent(String ownerKey) {
    jdbc.sql(
            """
            insert into carts (id, owner_key, snapshot_version, expires_at_millis)
            values (:id, :owner, 1, :expires)
            on conflict do nothing
            """)
        .param("id", identifiers.next("crt"))
        .param("owner", ownerKey)
        .param("expires", clock.millis() + VALIDITY.toMillis())
        .update();
  }

  /// False when the cart is locked by a checkout.
  boolean raiseVersion(String cartId) {
    return jdbc.sql(
                """
                update carts set snapshot_version = snapshot_version + 1,
                                 expires_at_millis = :expires
                where id = :id and locked_by is null
                """)
            .param("id", cartId)
            .param("expires", clock.millis() + VALIDITY.toMillis())
            .update()
        == 1;
  }

  boolean insertItem(String cartId, String productId, int quantity) {
    return jdbc.sql(
                """
                insert into cart_items (cart_id, product_id, quantity, item_version, position)
                values (:cart, :product, :quantity, 1, :position)
                on conflict do nothing
                """)
            .param("cart", cartId)
            .param("product", productId)
            .param("quantity", quantity)
            .param("position", clock.millis())
            .update()
        == 1;
  }

  boolean updateItem(String cartId, String productId, int quantity, long expectedVersion) {
    return jdbc.sql(
                """
                update cart_items set quantity = :quantity, item_version = item_version + 1
                where cart_id = :cart and product_id = :product and item_version = :expected
                """)
            .param("quantity", quantity)
            .param("cart", cartId)
            .param("product", productId)
            .param("expected", expectedVersion)
            .update()
        == 1;
  }

  boolean deleteItem(String cartId, String productId, long expectedVersion) {
    return jdbc.sql(
                """
                delete from cart_items
                where cart_id = :cart and product_id = :product and item_version = :expected
                """)
            .param("cart", cartId)
            .param("product", productId)
            .param("expected", expectedVersion)
            .update()
        == 1;
  }

  /// True when the cart had this snapshot version and is now locked for the order.
  boolean lock(String cartId, long expectedVersion, String orderId) {
    return jdbc.sql(
                """
                update carts set locked_by = :order
                where id = :id and snapshot_version = :expected and locked_by is null
                """)
            .param("order", orderId)
            .param("id", cartId)
            .param("expected", expectedVersion)
            .update()
        == 1;
  }

  boolean unlock(String cartId, String orderId) {
    return jdbc.sql("update carts set locked_by = null where id = :id and locked_by = :order")
            .param("id", cartId)
            .param("order", orderId)
            .update()
        == 1;
  }

  boolean clear(String cartId, long expectedVersion) {
    var raised =
        jdbc.sql(
                """
                update carts set snapshot_version = snapshot_version + 1
                where id = :id and snapshot_version = :expected and locked_by is null
                """)
            .param("id", cartId)
            .param("expected", expectedVersion)
            .update();
    if (raised == 0) {
      return false;
    }
    jdbc.sql("delete from cart_items where cart_id = :id").param("id", cartId).update();
    return true;
  }

  void changeOwner(String oldKey, String newKey) {
    jdbc.sql("update carts set owner_key = :new where owner_key = :old")
        .param("new", newKey)
        .param("old", oldKey)
        .update();
  }

  int countItems(String ownerKey) {
    return jdbc.sql(
            """
            select coalesce(sum(i.quantity), 0) from carts c join cart_items i on i.cart_id = c.id
            where c.owner_key = :owner
            """)
        .param("owner", ownerKey)
        .query(Integer.class)
        .single();
  }

  long countActive() {
    return jdbc.sql(
            """
            select count(distinct c.id) from carts c join cart_items i on i.cart_id = c.id
            where c.expires_at_millis > :now
            """)
        .param("now", clock.millis())
        .query(Long.class)
        .single();
  }

  /// A locked cart stays: a checkout still needs it.
  int forgetExpired() {
    return jdbc.sql("delete from carts where expires_at_millis <= :now and locked_by is null")
        .param("now", clock.millis())
        .update();
  }

  private List<CartItem> items(Head head) {
    return jdbc.sql(
            """
            select i.product_id, p.slug, p.title, p.price_minor, p.currency, i.quantity,
                   i.item_version, p.available
            from cart_items i join products p on p.id = i.product_id
            where i.cart_id = :cart order by i.position, i.product_id
            """)
        .param("cart", head.id())
        .query(
            (row, _) ->
                new CartItem(
                    row.getString("product_id"),
                    row.getString("slug"),
                    row.getString("title"),
                    new Money(row.getLong("price_minor"), row.getString("currency")),
                    row.getInt("quantity"),
                    row.getLong("item_version"),
                    row.getBoolean("available")))
        .list();
  }
}
