package dev.tocsin.marketplace.cart;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.web.Envelope;
import dev.tocsin.marketplace.web.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The cart as JSON. Changes name the version they were made on; a stale one gets 409 with the
/// cart.
@RestController
@RequestMapping("/api/v2/cart")
class CartApi {
  private static final String CLIENT = "X-Client-Name";

  private final Carts carts;

  CartApi(Carts carts) {
    this.carts = carts;
  }

  record Addition(@Nullable String productId, @Nullable Integer quantity) {}

  record Change(@Nullable Integer quantity, @Nullable Long expectedItemVersion) {}

  @GetMapping
  Envelope show(Visitor visitor) {
    return Envelope.success("Cart", CartView.of(carts.of(visitor.key())));
  }

  @PostMapping("/items")
  @ResponseStatus(HttpStatus.CREATED)
  Envelope add(
      @RequestBody Addition body,
      @RequestHeader(name = CLIENT, required = false) @Nullable String client,
      Visitor visitor) {
    if (body.productId() == null) {
      throw ProblemException.badRequest("MISSING", "The field productId is missing.");
    }
    var quantity = body.quantity() == null ? 1 : body.quantity();
    var cart = carts.add(visitor.key(), body.productId(), quantity, CartClient.named(client));
    return Envelope.success("Added", CartView.of(cart));
  }

  @PutMapping("/items/{productId}")
  Envelope setQuantity(
      @PathVariable String productId,
      @RequestBody Change body,
      @RequestHeader(name = CLIENT, required = false) @Nullable String client,
      Visitor visitor) {
    if (body.quantity() == null) {
      throw ProblemException.badRequest("MISSING", "The field quantity is missing.");
    }
    var cart =
        carts.setQuantity(
            visitor.key(),
            productId,
            body.quantity(),
            body.expectedItemVersion(),
            CartClient.named(client));
    return Envelope.success("Changed", CartView.of(cart));
  }

  @DeleteMapping("/items/{productId}")
  Envelope remove(
      @PathVariable String productId,
      @RequestParam(required = false) @Nullable Long expectedItemVersion,
      @RequestHeader(name = CLIENT, required = false) @Nullable String client,
      Visitor visitor) {
    var cart =
        carts.remove(visitor.key(), productId, expectedItemVersion, CartClient.named(client));
    return Envelope.success("Removed", CartView.of(cart));
  }

  @DeleteMapping
  Envelope clear(
      @RequestParam(required = false) @Nullable Long expectedSnapshotVersion,
      @RequestHeader(name = CLIENT, required = false) @Nullable String client,
      Visitor visitor) {
    var cart = carts.clear(visitor.key(), expectedSnapshotVersion, CartClient.named(client));
    return Envelope.success("Cleared", CartView.of(cart));
  }
}
