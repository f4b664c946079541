package dev.tocsin.marketplace.cart;

import dev.tocsin.marketplace.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cart as it was at one snapshot version.
///
/// @param lockedBy the order that is being paid; while it is set, nothing in the cart can change
public record Cart(
    String id, long snapshotVersion, @Nullable String lockedBy, List<CartItem> items) {
  /// Nothing is reserved by putting a product into a cart; only the start of a checkout reserves.
  public static final String MODE = "AVAILABILITY_CHECKED_NON_RESERVING";

  private static final String CURRENCY = "eur";

  public Cart {
    items = List.copyOf(items);
  }

  static Cart empty() {
    return new Cart("", 0, null, List.of());
  }

  public Money total() {
    return items.stream().map(CartItem::lineTotal).reduce(new Money(0, CURRENCY), Money::plus);
  }

  boolean contains(String productId) {
    return items.stream().anyMatch(it -> it.productId().equals(productId));
  }
}
