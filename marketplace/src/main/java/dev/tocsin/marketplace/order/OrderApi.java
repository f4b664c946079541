package dev.tocsin.marketplace.order;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.web.Envelope;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Orders of the visitor as JSON.
@RestController
@RequestMapping("/api/v2/orders")
class OrderApi {
  private final Orders orders;

  OrderApi(Orders orders) {
    this.orders = orders;
  }

  @GetMapping
  Envelope list(Visitor visitor) {
    return Envelope.success("Orders", orders.of(visitor).stream().map(OrderView::of).toList());
  }

  @GetMapping("/{id}")
  Envelope one(@PathVariable String id, Visitor visitor) {
    return Envelope.success("Order", OrderView.of(orders.of(visitor, id)));
  }
}
