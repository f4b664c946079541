package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.order.Orders;
import dev.tocsin.marketplace.payment.Charge;
import dev.tocsin.marketplace.payment.PaymentResult;
import dev.tocsin.marketplace.payment.Payments;
import org.springframework.stereotype.Component;

/// Sends the payment of an attempt and settles what comes back. It may run any number of times for
/// the same attempt.
@Component
class AttemptPayment {
  private final AttemptTable attempts;
  private final Orders orders;
  private final Payments payments;
  private final Settlement settlement;

  AttemptPayment(AttemptTable attempts, Orders orders, Payments payments, Settlement settlement) {
    this.attempts = attempts;
    this.orders = orders;
    this.payments = payments;
    this.settlement = settlement;
  }

  /// False when the provider gave no answer to rely on.
  boolean pay(Attempt attempt) {
    if (!attempts.beginPayment(attempt.id())) {
      return true;
    }
    var result = ask(attempt);
    settlement.settle(attempt, result);
    return !(result instanceof PaymentResult.Uncertain);
  }

  private PaymentResult ask(Attempt attempt) {
    var order =
        orders
            .find(attempt.orderId())
            .orElseThrow(() -> new IllegalStateException("BUG: an attempt without an order"));
    var pending = order.paymentId();
    return pending == null
        ? payments.charge(
            new Charge(attempt.id(), order.id(), order.total(), attempt.paymentMethod()))
        : payments.lookUp(pending);
  }
}
