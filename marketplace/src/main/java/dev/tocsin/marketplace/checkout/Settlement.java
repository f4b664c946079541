package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.cart.Carts;
import dev.tocsin.marketplace.mail.Mailer;
import dev.tocsin.marketplace.order.Order;
import dev.tocsin.marketplace.order.Orders;
import dev.tocsin.marketplace.payment.PaymentEventListener;
import dev.tocsin.marketplace.payment.PaymentResult;
import dev.tocsin.marketplace.payment.PaymentResult.Declined;
import dev.tocsin.marketplace.payment.PaymentResult.Pending;
import dev.tocsin.marketplace.payment.PaymentResult.Succeeded;
import dev.tocsin.marketplace.payment.PaymentResult.Uncertain;
import dev.tocsin.sdk.metrics.ApplicationMetrics;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Draws the consequences of a payment's end for attempt, order and cart, in one transaction.
///
/// The answer to a charge, a webhook and the reconciler may all bring the same end: whoever moves
/// the attempt to its end does the rest, and the others do nothing.
@Component
class Settlement implements PaymentEventListener {
  private static final Logger LOG = System.getLogger(Settlement.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(4);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final String KEPT =
      "The payment provider does not answer right now. Your order is kept, and we go on trying."
          + " You will not be charged twice.";

  private final AttemptTable attempts;
  private final Orders orders;
  private final Carts carts;
  private final Mailer mailer;
  private final TransactionTemplate transactions;
  private final ApplicationMetrics metrics;

  Settlement(
      AttemptTable attempts,
      Orders orders,
      Carts carts,
      Mailer mailer,
      TransactionTemplate transactions,
      ApplicationMetrics metrics) {
    this.attempts = attempts;
    this.orders = orders;
    this.carts = carts;
    this.mailer = mailer;
    this.transactions = transactions;
    this.metrics = metrics;
  }

  void settle(Attempt attempt, PaymentResult result) {
    switch (result) {
      case Succeeded success -> complete(attempt, success.paymentId());
      case Declined decline -> fail(attempt, decline);
      case Pending pending -> {
        orders.setPayment(attempt.orderId(), pending.paymentId());
        postpone(attempt, "provider says " + pending.status());
      }
      case Uncertain doubt -> {
        LOG.log(
            Level.WARNING,
            "Payment of {0} is uncertain, {1}: {2}",
            attempt.orderId(),
            doubt.trouble().label(),
            doubt.detail());
        orders.note(attempt.orderId(), KEPT);
        postpone(attempt, doubt.trouble().label() + ": " + doubt.detail());
      }
    }
  }

  /// Gives the cart back and cancels an order whose payment was never sent.
  void expire(Attempt attempt) {
    var ended =
        transactions.execute(
            _ -> {
              if (!attempts.end(attempt.id(), AttemptState.EXPIRED)) {
                return false;
              }
              orders.cancelled(attempt.orderId(), "It was interrupted before the payment began.");
              carts.release(attempt.cartId(), attempt.orderId());
              return true;
            });
    if (Boolean.TRUE.equals(ended)) {
      metrics.payments().recordOrderFailure("expired");
    }
  }

  @Override
  public boolean paymentEnded(String orderId, PaymentResult result) {
    var attempt = attempts.ofOrder(orderId);
    if (attempt.isEmpty() || result instanceof Uncertain) {
      return false;
    }
    settle(attempt.get(), result);
    return true;
  }

  @Override
  public boolean refunded(String orderId) {
    return orders.refunded(orderId);
  }

  private void complete(Attempt attempt, String paymentId) {
    var paid =
        transactions.execute(
            _ -> {
              if (!attempts.end(attempt.id(), AttemptState.COMPLETED)) {
                return false;
              }
              orders.paid(attempt.orderId(), paymentId);
              carts.complete(attempt.cartId(), attempt.orderId(), attempt.snapshotVersion());
              var order = orders.find(attempt.orderId()).orElseThrow();
              mailer.write("order-" + order.id(), Confirmation.of(order));
              return true;
            });
    if (Boolean.TRUE.equals(paid)) {
      mailer.hurry();
      orders.find(attempt.orderId()).ifPresent(this::countPaid);
    }
  }

  private void countPaid(Order order) {
    metrics.recordOrder(order.total().major(), order.total().currency());
  }

  private void fail(Attempt attempt, Declined decline) {
    var ended =
        transactions.execute(
            _ -> {
              if (!attempts.end(attempt.id(), AttemptState.FAILED)) {
                return false;
              }
              orders.declined(attempt.orderId(), decline.message());
              carts.release(attempt.cartId(), attempt.orderId());
              return true;
            });
    if (Boolean.TRUE.equals(ended)) {
      metrics.payments().recordOrderFailure("payment_declined");
    }
  }

  private void postpone(Attempt attempt, String error) {
    attempts.postpone(attempt.id(), pauseAfter(attempt.progress().tries()), error);
  }

  private static Duration pauseAfter(int tries) {
    var pause = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 4));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
