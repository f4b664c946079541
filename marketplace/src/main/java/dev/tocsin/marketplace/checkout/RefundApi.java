package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.order.OrderStatus;
import dev.tocsin.marketplace.order.OrderView;
import dev.tocsin.marketplace.order.Orders;
import dev.tocsin.marketplace.payment.Payments;
import dev.tocsin.marketplace.web.Envelope;
import dev.tocsin.marketplace.web.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Gives the money of a paid order back, for operators. Repeating it does not pay back twice.
@RestController
class RefundApi {
  private final Orders orders;
  private final Payments payments;

  RefundApi(Orders orders, Payments payments) {
    this.orders = orders;
    this.payments = payments;
  }

  @PostMapping("/admin/orders/{id}/refund.json")
  Envelope refund(@PathVariable String id) {
    var order =
        orders.find(id).orElseThrow(() -> ProblemException.notFound("There is no such order."));
    var paymentId = order.paymentId();
    if (order.status() != OrderStatus.PAID || paymentId == null) {
      throw new ProblemException(
          HttpStatus.CONFLICT,
          "NOT_PAID",
          "Only a paid order can be refunded; this one is " + order.status() + ".");
    }
    if (!payments.refund(paymentId, "refund-" + id)) {
      throw new ProblemException(
          HttpStatus.BAD_GATEWAY,
          "REFUND_FAILED",
          "The payment provider did not confirm the refund. Try again; it is paid back once.");
    }
    orders.refunded(id);
    return Envelope.success("Refunded", OrderView.of(orders.find(id).orElse(order)));
  }
}
