package dev.tocsin.marketplace.cart;

import dev.tocsin.marketplace.money.Money;

/// One product in a cart. The version rises with each change of this item.
public record CartItem(
    String productId,
    String slug,
    String title,
    Money unitPrice,
    int quantity,
    long itemVersion,
    boolean available) {
  public Money lineTotal() {
    return unitPrice.times(quantity);
  }
}
