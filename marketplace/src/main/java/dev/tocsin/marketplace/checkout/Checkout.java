package dev.tocsin.marketplace.checkout;

import dev.tocsin.marketplace.account.Accounts;
import dev.tocsin.marketplace.account.Visitor;
import dev.tocsin.marketplace.cart.Cart;
import dev.tocsin.marketplace.cart.CartItem;
import dev.tocsin.marketplace.cart.Carts;
import dev.tocsin.marketplace.checkout.Attempt.Progress;
import dev.tocsin.marketplace.database.Identifiers;
import dev.tocsin.marketplace.fault.Switch;
import dev.tocsin.marketplace.fault.Switchboard;
import dev.tocsin.marketplace.order.Order;
import dev.tocsin.marketplace.order.Order.Buyer;
import dev.tocsin.marketplace.order.OrderLine;
import dev.tocsin.marketplace.order.Orders;
import dev.tocsin.marketplace.web.ProblemException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/// Turns a cart into an order and pays it.
///
/// First one transaction locks the cart and writes the order with its attempt; then the payment is
/// sent outside any transaction; then one transaction settles. Whatever is interrupted in between
/// is left in the table with a lease, and the [Reconciler] goes on from there.
@Component
class Checkout {
  /// Longer than a payment can take with all its retries.
  static final Duration LEASE = Duration.ofSeconds(20);

  private static final Pattern PAYMENT_METHOD = Pattern.compile("pm_[A-Za-z0-9_]{1,48}");
  private static final int ONE_IN_STUCK = 3;

  private final Carts carts;
  private final Orders orders;
  private final AttemptTable attempts;
  private final AttemptPayment payment;
  private final Identifiers identifiers;
  private final TransactionTemplate transactions;
  private final Switchboard switchboard;
  private final InstantSource clock;
  private final AtomicLong placed = new AtomicLong();

  Checkout(
      Carts carts,
      Orders orders,
      AttemptTable attempts,
      AttemptPayment payment,
      Infrastructure infrastructure) {
    this.carts = carts;
    this.orders = orders;
    this.attempts = attempts;
    this.payment = payment;
    this.identifiers = infrastructure.identifiers();
    this.transactions = infrastructure.transactions();
    this.switchboard = infrastructure.switchboard();
    this.clock = infrastructure.clock();
  }

  /// What every feature with state needs.
  @Component
  record Infrastructure(
      Identifiers identifiers,
      TransactionTemplate transactions,
      Switchboard switchboard,
      InstantSource clock) {}

  /// What the shopper confirmed: the cart as it was seen, where letters go, and the card.
  record Wish(long expectedSnapshotVersion, String email, String paymentMethod) {}

  /// Gives the order as it stands after the payment was tried.
  Order place(Visitor visitor, Wish wish) {
    var email = Accounts.validEmail(wish.email());
    if (!PAYMENT_METHOD.matcher(wish.paymentMethod()).matches()) {
      throw ProblemException.badRequest(
          "PAYMENT_METHOD", "Choose a card; its name looks like pm_card_visa.");
    }
    var attempt = transactions.execute(_ -> reserve(visitor, email, wish));
    if (attempt == null) {
      throw new IllegalStateException("BUG: a reservation gave no attempt");
    }
    if (!isMadeStuck()) {
      payment.pay(attempt);
    }
    return orders.of(visitor, attempt.orderId());
  }

  private boolean isMadeStuck() {
    return switchboard.isOn(Switch.CHECKOUT_STUCK) && placed.getAndIncrement() % ONE_IN_STUCK == 0;
  }

  private Attempt reserve(Visitor visitor, String email, Wish wish) {
    var orderId = orders.newId();
    var cart = carts.reserve(visitor.key(), wish.expectedSnapshotVersion(), orderId);
    requireSellable(cart);
    var lines =
        cart.items().stream()
            .map(it -> new OrderLine(it.productId(), it.title(), it.unitPrice(), it.quantity()))
            .toList();
    orders.place(
        orderId, new Buyer(visitor.key(), visitor.accountId(), email), cart.total(), lines);
    var now = clock.instant();
    var attempt =
        new Attempt(
            identifiers.next("att"),
            orderId,
            cart.id(),
            cart.snapshotVersion(),
            wish.paymentMethod(),
            new Progress(AttemptState.RESERVED, 0, now, now, null));
    attempts.insert(attempt, LEASE);
    return attempt;
  }

  private static void requireSellable(Cart cart) {
    if (cart.items().isEmpty()) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT, "CART_EMPTY", "The cart is empty.");
    }
    for (CartItem item : cart.items()) {
      if (!item.available()) {
        throw new ProblemException(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "UNAVAILABLE",
            "\"" + item.title() + "\" is no longer available. Please remove it from the cart.");
      }
    }
  }
}
