package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tocsin.sandbox.PaymentIntent.Status;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The provider's books: payments, refunds and the balance. Every change is an event.
final class StripeLedger {
  /// Beyond this the oldest payment is forgotten; the balance keeps it.
  static final int MAXIMUM_PAYMENTS = 20_000;

  private final Identifiers identifiers;
  private final InstantSource clock;
  private final StripeEvents events;
  private final Map<String, PaymentIntent> payments = new LinkedHashMap<>();
  private final Map<String, ObjectNode> refunds = new LinkedHashMap<>();
  private final Map<String, Long> balance = new TreeMap<>();

  StripeLedger(Identifiers identifiers, InstantSource clock, StripeEvents events) {
    this.identifiers = identifiers;
    this.clock = clock;
    this.events = events;
  }

  synchronized PaymentIntent create(PaymentIntent.Order order, @Nullable String card) {
    if (card != null) {
      Decline.requireKnown(card);
    }
    var intent = new PaymentIntent(identifiers.next("pi"), order, clock.instant());
    if (card != null) {
      intent.attach(card);
    }
    payments.put(intent.id(), intent);
    if (payments.size() > MAXIMUM_PAYMENTS) {
      payments.remove(payments.keySet().iterator().next());
    }
    return intent;
  }

  synchronized ObjectNode read(String id) {
    return payment("intent", id).toJson();
  }

  /// Charges the card.
  ///
  /// @param card the card to use instead of the one that is attached
  /// @param declining whether the bank refuses every card
  /// @throws StripeProblem if the card is declined
  synchronized ObjectNode confirm(String id, @Nullable String card, boolean declining) {
    PaymentIntent intent = payment("intent", id);
    if (intent.status() == Status.SUCCEEDED || intent.status() == Status.CANCELED) {
      throw StripeProblem.unexpected(
          "payment_intent_unexpected_state",
          "You cannot confirm this PaymentIntent because it has a status of %s."
              .formatted(intent.status().key()));
    }
    if (card != null) {
      Decline.requireKnown(card);
      intent.attach(card);
    }
    String attached = intent.paymentMethod();
    if (attached == null) {
      throw StripeProblem.unexpected(
          "payment_intent_unexpected_state",
          "You cannot confirm this PaymentIntent because it's missing a payment method.");
    }
    Optional<Decline> decline = declining ? Optional.of(Decline.GENERIC) : Decline.ofCard(attached);
    if (decline.isPresent()) {
      intent.fail(decline.get());
      events.emit("payment_intent.payment_failed", intent.toJson());
      throw StripeProblem.declined(decline.get(), intent);
    }
    intent.succeed(identifiers.next("ch"));
    balance.merge(intent.order().currency(), intent.order().amount(), Long::sum);
    events.emit("payment_intent.succeeded", intent.toJson());
    return intent.toJson();
  }

  synchronized ObjectNode cancel(String id) {
    PaymentIntent intent = payment("intent", id);
    if (intent.status() == Status.SUCCEEDED || intent.status() == Status.CANCELED) {
      throw StripeProblem.unexpected(
          "payment_intent_unexpected_state",
          "You cannot cancel this PaymentIntent because it has a status of %s."
              .formatted(intent.status().key()));
    }
    intent.cancel();
    return intent.toJson();
  }

  /// Pays back.
  ///
  /// @param wanted the amount, or nothing for all that is left
  synchronized ObjectNode refund(String paymentId, Optional<Long> wanted, ObjectNode notes) {
    PaymentIntent intent = payment("payment_intent", paymentId);
    if (intent.status() != Status.SUCCEEDED) {
      throw StripeProblem.unexpected(
          "payment_intent_unexpected_state",
          "This PaymentIntent (%s) does not have a successful charge to refund."
              .formatted(paymentId));
    }
    long left = intent.refundableAmount();
    if (left == 0) {
      throw StripeProblem.unexpected(
          "charge_already_refunded",
          "Charge %s has already been refunded.".formatted(intent.charge()));
    }
    long amount = wanted.orElse(left);
    if (amount > left) {
      throw StripeProblem.parameter(
          "amount",
          "amount_too_large",
          "Refund amount (%d) is greater than unrefunded amount on charge (%d)."
              .formatted(amount, left));
    }
    return book(intent, amount, notes);
  }

  private ObjectNode book(PaymentIntent intent, long amount, ObjectNode notes) {
    intent.refund(amount);
    balance.merge(intent.order().currency(), -amount, Long::sum);
    ObjectNode refund = Json.object().put("id", identifiers.next("re")).put("object", "refund");
    refund.put("amount", amount).put("currency", intent.order().currency());
    refund.put("charge", intent.charge()).put("payment_intent", intent.id());
    refund.put("status", "succeeded").put("created", clock.instant().getEpochSecond());
    refund.setAll(notes);
    refunds.put(refund.path("id").asText(), refund);
    if (refunds.size() > MAXIMUM_PAYMENTS) {
      refunds.remove(refunds.keySet().iterator().next());
    }
    events.emit("charge.refunded", intent.chargeToJson());
    return refund;
  }

  synchronized ObjectNode readRefund(String id) {
    ObjectNode refund = refunds.get(id);
    if (refund == null) {
      throw StripeProblem.unknownObject("id", "refund", id);
    }
    return refund;
  }

  synchronized ObjectNode balance() {
    ObjectNode json = Json.object().put("object", "balance").put("livemode", false);
    ArrayNode available = json.putArray("available");
    balance.forEach((currency, amount) -> addAmount(available, currency, amount));
    if (balance.isEmpty()) {
      addAmount(available, "usd", 0);
    }
    json.putArray("pending");
    return json;
  }

  private static void addAmount(ArrayNode list, String currency, long amount) {
    ObjectNode entry = list.addObject().put("amount", amount).put("currency", currency);
    entry.putObject("source_types").put("card", amount);
  }

  private PaymentIntent payment(String parameter, String id) {
    PaymentIntent intent = payments.get(id);
    if (intent == null) {
      throw StripeProblem.unknownObject(parameter, "payment_intent", id);
    }
    return intent;
  }
}
