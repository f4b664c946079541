package dev.tocsin.marketplace.order;

import dev.tocsin.marketplace.account.LoginListener;
import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.database.Identifiers;
import dev.tocsin.marketplace.money.Money;
import dev.tocsin.marketplace.order.Order.Buyer;
import dev.tocsin.marketplace.web.ProblemException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Writes and finds orders. Each move names the status it leaves, so no order is paid twice.
@Component
public class Orders implements LoginListener {
  private static final int SHOWN = 50;

  private final OrderTable table;
  private final Identifiers identifiers;
  private final InstantSource clock;

  Orders(OrderTable table, Identifiers identifiers, InstantSource clock) {
    this.table = table;
    this.identifiers = identifiers;
    this.clock = clock;
  }

  public String newId() {
    return identifiers.next("ord");
  }

  public Order place(String id, Buyer buyer, Money total, List<OrderLine> lines) {
    var order =
        new Order(
            id, buyer, OrderStatus.AWAITING_PAYMENT, total, null, null, clock.instant(), lines);
    table.insert(order);
    return order;
  }

  public boolean paid(String id, String paymentId) {
    table.setPayment(id, paymentId);
    return table.move(id, OrderStatus.AWAITING_PAYMENT, OrderStatus.PAID, null);
  }

  public boolean declined(String id, String reason) {
    return table.move(id, OrderStatus.AWAITING_PAYMENT, OrderStatus.DECLINED, reason);
  }

  public boolean cancelled(String id, String reason) {
    return table.move(id, OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED, reason);
  }

  public boolean refunded(String id) {
    return table.move(id, OrderStatus.PAID, OrderStatus.REFUNDED, null);
  }

  /// Tells the shopper why payment takes long.
  public void note(String id, String reason) {
    table.note(id, reason);
  }

  public void setPayment(String id, String paymentId) {
    table.setPayment(id, paymentId);
  }

  public Optional<Order> find(String id) {
    return table.find(id);
  }

  /// The order, if this visitor may see it; others learn nothing, not even that it exists.
  public Order of(Visitor visitor, String id) {
    return table
        .find(id)
        .filter(order -> mayRead(visitor, order))
        .orElseThrow(() -> ProblemException.notFound("There is no such order."));
  }

  List<Order> of(Visitor visitor) {
    return table.of(visitor.key(), visitor.accountId(), SHOWN);
  }

  /// Orders of a guest belong to the account that the guest logs in to.
  @Override
  public void visitorKeyChanged(String oldKey, String newKey) {
    table.changeOwner(oldKey, newKey);
  }

  private static boolean mayRead(Visitor visitor, Order order) {
    var buyer = order.buyer();
    return buyer.visitorKey().equals(visitor.key())
        || (buyer.accountId() != null && buyer.accountId().equals(visitor.accountId()));
  }
}
