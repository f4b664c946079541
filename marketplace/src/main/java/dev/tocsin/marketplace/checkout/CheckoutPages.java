package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.cart.Carts;
import dev.tocsin.marketplace.checkout.Checkout.Wish;
import dev.tocsin.marketplace.web.Pages;
import dev.tocsin.marketplace.web.ProblemException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The checkout page. What became of the payment is told by the page of the order.
@Controller
class CheckoutPages {
  private final Checkout checkout;
  private final Carts carts;
  private final Pages pages;

  CheckoutPages(Checkout checkout, Carts carts, Pages pages) {
    this.checkout = checkout;
    this.carts = carts;
    this.pages = pages;
  }

  @GetMapping("/checkout")
  ResponseEntity<String> show(Visitor visitor) {
    var cart = carts.of(visitor.key());
    if (cart.items().isEmpty() || cart.lockedBy() != null) {
      return Pages.seeOther("/cart");
    }
    return page(HttpStatus.OK, visitor, visitor.emailOrEmpty(), "");
  }

  @PostMapping("/checkout")
  ResponseEntity<String> place(
      @RequestParam long expectedSnapshotVersion,
      @RequestParam String email,
      @RequestParam String paymentMethod,
      Visitor visitor) {
    try {
      var order = checkout.place(visitor, new Wish(expectedSnapshotVersion, email, paymentMethod));
      return Pages.seeOther("/orders/" + order.id());
    } catch (ProblemException problem) {
      var cart = carts.of(visitor.key());
      return cart.lockedBy() == null
          ? page(problem.status(), visitor, email, problem.text())
          : Pages.seeOther("/orders/" + cart.lockedBy());
    }
  }

  private ResponseEntity<String> page(
      HttpStatus status, Visitor visitor, String email, String note) {
    var view = new CheckoutPage(carts.of(visitor.key()), email, note);
    return pages.show(status, "checkout", visitor.frame("Checkout"), view);
  }
}
