package dev.tocsin.marketplace.cart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A cart on the wire, with the versions that a change must name.
record CartView(
    String mode,
    long snapshotVersion,
    @Nullable String lockedByOrder,
    List<Item> items,
    long totalMinor,
    String currency) {
  /// One product in it.
  record Item(
      String productId,
      String title,
      int quantity,
      long itemVersion,
      long unitPriceMinor,
      boolean available) {}

  CartView {
    items = List.copyOf(items);
  }

  static CartView of(Cart cart) {
    var items =
        cart.items().stream()
            .map(
                it ->
                    new Item(
                        it.productId(),
                        it.title(),
                        it.quantity(),
                        it.itemVersion(),
                        it.unitPrice().amountMinor(),
                        it.available()))
            .toList();
    var total = cart.total();
    return new CartView(
        Cart.MODE,
        cart.snapshotVersion(),
        cart.lockedBy(),
        items,
        total.amountMinor(),
        total.currency());
  }
}
