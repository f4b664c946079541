package dev.tocsin.marketplace.order;

import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.web.Pages;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// One order, and the list of a shopper's orders.
@Controller
class OrderPages {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private final Orders orders;
  private final Pages pages;

  OrderPages(Orders orders, Pages pages) {
    this.orders = orders;
    this.pages = pages;
  }

  @GetMapping("/orders/{id}")
  ResponseEntity<String> one(@PathVariable String id, Visitor visitor) {
    var order = orders.of(visitor, id);
    var view = new OrderPage(order, TIME.format(order.createdAt()));
    return pages.show("order", visitor.frame("Order"), view);
  }

  @GetMapping("/orders")
  ResponseEntity<String> list(Visitor visitor) {
    var entries =
        orders.of(visitor).stream()
            .map(order -> new OrderPage(order, TIME.format(order.createdAt())))
            .toList();
    return pages.show("orders", visitor.frame("Your orders"), new OrderListPage(entries));
  }
}
