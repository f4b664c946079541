package dev.tocsin.marketplace.order;

import java.util.List;

/// The orders of a shopper, newest first.
public record OrderListPage(List<OrderPage> orders) {
  public OrderListPage {
    orders = List.copyOf(orders);
  }
}
