package dev.tocsin.marketplace.cart;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.web.Pages;
import dev.tocsin.marketplace.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/// The cart page. Its forms carry the versions they were drawn with; a stale form leads back to the
/// fresh page with a note, and never overwrites.
@Controller
class CartPages {
  private final Carts carts;
  private final Pages pages;

  CartPages(Carts carts, Pages pages) {
    this.carts = carts;
    this.pages = pages;
  }

  @GetMapping("/cart")
  ResponseEntity<String> show(Visitor visitor) {
    return page(HttpStatus.OK, visitor, "");
  }

  @PostMapping("/cart/add")
  ResponseEntity<String> add(@RequestParam String productId, Visitor visitor) {
    if (carts.of(visitor.key()).contains(productId)) {
      return Pages.seeOther("/cart");
    }
    return changed(visitor, () -> carts.add(visitor.key(), productId, 1, CartClient.WEB));
  }

  @PostMapping("/cart/quantity")
  ResponseEntity<String> setQuantity(
      @RequestParam String productId,
      @RequestParam int quantity,
      @RequestParam(required = false) @Nullable Long expectedItemVersion,
      Visitor visitor) {
    return changed(
        visitor,
        () ->
            carts.setQuantity(
                visitor.key(), productId, quantity, expectedItemVersion, CartClient.WEB));
  }

  @PostMapping("/cart/remove")
  ResponseEntity<String> remove(
      @RequestParam String productId,
      @RequestParam(required = false) @Nullable Long expectedItemVersion,
      Visitor visitor) {
    return changed(
        visitor, () -> carts.remove(visitor.key(), productId, expectedItemVersion, CartClient.WEB));
  }

  @PostMapping("/cart/clear")
  ResponseEntity<String> clear(
      @RequestParam(required = false) @Nullable Long expectedSnapshotVersion, Visitor visitor) {
    return changed(
        visitor, () -> carts.clear(visitor.key(), expectedSnapshotVersion, CartClient.WEB));
  }

  private ResponseEntity<String> changed(Visitor visitor, Runnable change) {
    try {
      change.run();
      return Pages.seeOther("/cart");
    } catch (ProblemException problem) {
      return page(problem.status(), visitor, problem.text());
    }
  }

  private ResponseEntity<String> page(HttpStatus status, Visitor visitor, String note) {
    var view = new CartPage(carts.of(visitor.key()), note);
    return pages.show(status, "cart", visitor.frame("Cart"), view);
  }
}
