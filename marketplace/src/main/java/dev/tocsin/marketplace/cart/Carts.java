package dev.tocsin.marketplace.cart;

import dev.tocsin.marketplace.account.CartBadge;
import dev.tocsin.marketplace.account.LoginListener;
import dev.tocsin.marketplace.catalogue.Catalogue;
import dev.tocsin.marketplace.web.ProblemException;
import dev.tocsin.sdk.metrics.CounterFamily;
import dev.tocsin.sdk.metrics.Telemetry;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Changes of carts. Each names the version it was made on; of two changes made on the same version
/// exactly one wins, and the other is told the present cart so that its client can refresh.
@Component
public class Carts implements CartBadge, LoginListener {
  static final int MOST_PRODUCTS = 50;
  static final int MOST_OF_A_PRODUCT = 99;

  private final CartTable table;
  private final Catalogue catalogue;
  private final TransactionTemplate transactions;
  private final CounterFamily conflicts;
  private final CounterFamily missingGuards;

  Carts(
      CartTable table, Catalogue catalogue, TransactionTemplate transactions, Telemetry telemetry) {
    this.table = table;
    this.catalogue = catalogue;
    this.transactions = transactions;
    this.conflicts =
        telemetry.counter(
            "cart_conflicts_total", "Cart changes refused as made on an old version.", "consumer");
    this.missingGuards =
        telemetry.counter(
            "cart_missing_guard_total",
            "Cart changes refused because they named no version.",
            "consumer",
            "operation");
  }

  public Cart of(String ownerKey) {
    return table.find(ownerKey).orElseGet(Cart::empty);
  }

  @Override
  public int itemsOf(String ownerKey) {
    return table.countItems(ownerKey);
  }

  /// A shopper who logs in keeps the cart.
  @Override
  public void visitorKeyChanged(String oldKey, String newKey) {
    table.changeOwner(oldKey, newKey);
  }

  /// Puts a product into the cart that is not in it yet; to have more of it is a quantity change.
  Cart add(String ownerKey, String productId, int quantity, CartClient client) {
    requireQuantity(quantity);
    var product = catalogue.byId(productId);
    if (product.isEmpty() || !product.get().available()) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT, "UNAVAILABLE", "This product is not available.");
    }
    table.createIfAbsent(ownerKey);
    var before = of(ownerKey);
    if (before.items().size() >= MOST_PRODUCTS) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "CART_FULL",
          "A cart holds at most " + MOST_PRODUCTS + " products.");
    }
    return change(ownerKey, client, cart -> table.insertItem(cart.id(), productId, quantity));
  }

  Cart setQuantity(
      String ownerKey, String productId, int quantity, @Nullable Long expected, CartClient client) {
    requireQuantity(quantity);
    var version = required(expected, "expectedItemVersion", "update", client);
    requireInCart(ownerKey, productId);
    return change(
        ownerKey, client, cart -> table.updateItem(cart.id(), productId, quantity, version));
  }

  Cart remove(String ownerKey, String productId, @Nullable Long expected, CartClient client) {
    var version = required(expected, "expectedItemVersion", "remove", client);
    requireInCart(ownerKey, productId);
    return change(ownerKey, client, cart -> table.deleteItem(cart.id(), productId, version));
  }

  Cart clear(String ownerKey, @Nullable Long expected, CartClient client) {
    var version = required(expected, "expectedSnapshotVersion", "clear", client);
    var cart = of(ownerKey);
    var cleared = transactions.execute(_ -> table.clear(cart.id(), version));
    if (!Boolean.TRUE.equals(cleared)) {
      throw refused(ownerKey, client);
    }
    return of(ownerKey);
  }

  /// Locks the cart for an order, within the caller's transaction, and gives what it holds.
  public Cart reserve(String ownerKey, long expectedVersion, String orderId) {
    var seen = of(ownerKey);
    if (!table.lock(seen.id(), expectedVersion, orderId)) {
      throw refused(ownerKey, CartClient.WEB);
    }
    return of(ownerKey);
  }

  /// The order failed or expired: the shopper may change the cart again.
  public void release(String cartId, String orderId) {
    table.unlock(cartId, orderId);
  }

  /// The order is paid: what was bought leaves the cart.
  public void complete(String cartId, String orderId, long snapshotVersion) {
    if (table.unlock(cartId, orderId)) {
      table.clear(cartId, snapshotVersion);
    }
  }

  long countActive() {
    return table.countActive();
  }

  /// Removes carts that nobody touched for their validity.
  int forgetOld() {
    return table.forgetExpired();
  }

  private Cart change(String ownerKey, CartClient client, Predicate<Cart> edit) {
    var cart = of(ownerKey);
    var done =
        transactions.execute(
            status -> {
              var changed = table.raiseVersion(cart.id()) && edit.test(cart);
              if (!changed) {
                status.setRollbackOnly();
              }
              return changed;
            });
    if (!Boolean.TRUE.equals(done)) {
      throw refused(ownerKey, client);
    }
    return of(ownerKey);
  }

  private ProblemException refused(String ownerKey, CartClient client) {
    var now = of(ownerKey);
    if (now.lockedBy() != null) {
      return new ProblemException(
          HttpStatus.CONFLICT,
          "CART_LOCKED",
          "This cart is being paid for. It can be changed when the payment has ended.",
          CartView.of(now));
    }
    conflicts.increment(client.label());
    return new ProblemException(
        HttpStatus.CONFLICT,
        "CART_CHANGED",
        "The cart changed meanwhile. Refresh before you try again.",
        CartView.of(now));
  }

  private void requireInCart(String ownerKey, String productId) {
    if (!of(ownerKey).contains(productId)) {
      throw ProblemException.notFound("This product is not in the cart.");
    }
  }

  private static void requireQuantity(int quantity) {
    if (quantity < 1 || quantity > MOST_OF_A_PRODUCT) {
      throw ProblemException.badRequest(
          "QUANTITY", "The quantity must be 1 to " + MOST_OF_A_PRODUCT + ".");
    }
  }

  private long required(@Nullable Long expected, String name, String operation, CartClient client) {
    if (expected == null) {
      missingGuards.increment(client.label(), operation);
      throw ProblemException.badRequest(
          "GUARD_MISSING",
          "Name the version you saw: " + name + ". Read it from GET /api/v2/cart.");
    }
    return expected;
  }
}
