package dev.tocsin.marketplace.payment;

/// Told what the provider's webhooks report. Every method may be called more than once for the same
/// payment, and before or after the answer to the charge itself.
public interface PaymentEventListener {
  /// False when the order is not known here.
  boolean paymentEnded(String orderId, PaymentResult result);

  /// False when the order is not known here.
  boolean refunded(String orderId);
}
