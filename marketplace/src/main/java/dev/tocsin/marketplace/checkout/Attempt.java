package dev.tocsin.marketplace.checkout;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One try to turn a cart into a paid order. Its id is the idempotency key of the payment.
record Attempt(
    String id,
    String orderId,
    String cartId,
    long snapshotVersion,
    String paymentMethod,
    Progress progress) {
  /// How far it came, and since when.
  record Progress(
      AttemptState state, int tries, Instant createdAt, Instant since, @Nullable String error) {}

  AttemptState state() {
    return progress.state();
  }

  Duration age(Instant now) {
    return Duration.between(progress.since(), now);
  }
}
