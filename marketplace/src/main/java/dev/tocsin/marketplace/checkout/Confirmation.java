package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.mail.Letter;
import dev.tocsin.marketplace.order.Order;
import java.util.stream.Collectors;

/// The letter that confirms a paid order.
final class Confirmation {
  private Confirmation() {}

  static Letter of(Order order) {
    var lines =
        order.lines().stream()
            .map(
                line ->
                    "  %d x %s  %s".formatted(line.quantity(), line.title(), line.total().text()))
            .collect(Collectors.joining("\n"));
    var text =
        """
        Thank you for your order.

        Order %s
        %s
          Total  %s

        Your downloads are ready on the order page of the shop.

        Inkwell
        """
            .formatted(order.id(), lines, order.total().text());
    return new Letter("order_confirmation", order.buyer().email(), "Your Inkwell order", text);
  }
}
