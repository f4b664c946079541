package dev.tocsin.marketplace.order;

import dev.tocsin.marketplace.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a shopper bought, or is about to.
///
/// @param reason why it is not paid, in words for the shopper
/// @param paymentId the provider's name for the payment, as soon as it is known
public record Order(
    String id,
    Buyer buyer,
    OrderStatus status,
    Money total,
    @Nullable String reason,
    @Nullable String paymentId,
    Instant createdAt,
    List<OrderLine> lines) {
  public Order {
    lines = List.copyOf(lines);
  }

  /// Who bought: the visitor, the account if there is one, and where letters go.
  public record Buyer(String visitorKey, @Nullable String accountId, String email) {}
}
