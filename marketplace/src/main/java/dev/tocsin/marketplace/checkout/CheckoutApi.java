package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.checkout.Checkout.Wish;
import dev.tocsin.marketplace.order.OrderStatus;
import dev.tocsin.marketplace.order.OrderView;
import dev.tocsin.marketplace.web.Envelope;
import dev.tocsin.marketplace.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Checkout as JSON: 201 paid, 202 kept until the payment is certain, 402 declined.
@RestController
class CheckoutApi {
  private final Checkout checkout;

  CheckoutApi(Checkout checkout) {
    this.checkout = checkout;
  }

  record Body(
      @Nullable Long expectedSnapshotVersion,
      @Nullable String email,
      @Nullable String paymentMethod) {}

  @PostMapping("/api/v2/checkout")
  ResponseEntity<Envelope> place(@RequestBody Body body, Visitor visitor) {
    if (body.expectedSnapshotVersion() == null
        || body.email() == null
        || body.paymentMethod() == null) {
      throw ProblemException.badRequest(
          "MISSING", "Name expectedSnapshotVersion, email and paymentMethod.");
    }
    var wish = new Wish(body.expectedSnapshotVersion(), body.email(), body.paymentMethod());
    var order = checkout.place(visitor, wish);
    return ResponseEntity.status(status(order.status()))
        .body(Envelope.success(order.status().text(), OrderView.of(order)));
  }

  private static HttpStatus status(OrderStatus status) {
    return switch (status) {
      case PAID, REFUNDED -> HttpStatus.CREATED;
      case AWAITING_PAYMENT -> HttpStatus.ACCEPTED;
      case DECLINED -> HttpStatus.PAYMENT_REQUIRED;
      case CANCELLED -> HttpStatus.CONFLICT;
    };
  }
}
