package dev.tocsin.marketplace.order;

import org.jspecify.annotations.Nullable;

/// An order on the wire.
public record OrderView(
    String id,
    OrderStatus status,
    long totalMinor,
    String currency,
    @Nullable String reason,
    String createdAt) {
  public static OrderView of(Order order) {
    return new OrderView(
        order.id(),
        order.status(),
        order.total().amountMinor(),
        order.total().currency(),
        order.reason(),
        order.createdAt().toString());
  }
}
