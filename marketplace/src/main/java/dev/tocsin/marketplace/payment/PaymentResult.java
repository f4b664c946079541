package dev.tocsin.marketplace.payment;

import java.util.Locale;

/// What is known about a payment after it was tried.
public sealed interface PaymentResult {
  /// The money is ours.
  record Succeeded(String paymentId) implements PaymentResult {}

  /// The provider works on it; a webhook or a later look tells the end.
  record Pending(String paymentId, String status) implements PaymentResult {}

  /// The card was refused; nothing was charged.
  record Declined(String code, String message) implements PaymentResult {}

  /// No answer that can be relied on: it may have been charged or not.
  record Uncertain(Trouble trouble, String detail) implements PaymentResult {}

  /// Why there is no reliable answer.
  enum Trouble {
    TIMEOUT,
    UNREACHABLE,
    RATE_LIMITED,
    SERVER_ERROR,
    REFUSED,
    GARBAGE,
    BUSY;

    /// As a label in metrics.
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Whether the same call may fare better in a moment.
    boolean isPassing() {
      return switch (this) {
        case TIMEOUT, UNREACHABLE, RATE_LIMITED, SERVER_ERROR, GARBAGE -> true;
        case REFUSED, BUSY -> false;
      };
    }
  }
}
