package dev.tocsin.marketplace.checkout;

import java.util.List;

/// Where a checkout attempt stands. The first two are on the way, the others are ends.
enum AttemptState {
  /// The cart is locked and the order is written; no payment has been sent.
  RESERVED,
  /// A payment was or may have been sent; order and cart follow when its end is known.
  PAYMENT_INITIATED_CART_RECONCILING,
  COMPLETED,
  FAILED,
  EXPIRED;

  static final List<AttemptState> OPEN = List.of(RESERVED, PAYMENT_INITIATED_CART_RECONCILING);
}
