package dev.tocsin.marketplace.order;

import dev.tocsin.marketplace.money.Money;

/// One product of an order, at the price of that moment.
public record OrderLine(String productId, String title, Money unitPrice, int quantity) {
  public Money total() {
    return unitPrice.times(quantity);
  }
}
