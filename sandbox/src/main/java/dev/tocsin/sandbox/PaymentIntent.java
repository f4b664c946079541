package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A payment that somebody wants to make, and what became of it. Guarded by [StripeLedger].
final class PaymentIntent {
  enum Status {
    REQUIRES_PAYMENT_METHOD,
    REQUIRES_CONFIRMATION,
    SUCCEEDED,
    CANCELED;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What is to be paid, and what the shop noted beside it.
  record Order(
      long amount, String currency, Map<String, String> metadata, Map<String, String> texts) {
    Order {
      metadata = Map.copyOf(metadata);
      texts = Map.copyOf(texts);
    }
  }

  private final String id;
  private final Order order;
  private final Instant created;
  private Status status = Status.REQUIRES_PAYMENT_METHOD;
  private @Nullable String paymentMethod;
  private @Nullable String charge;
  private @Nullable Decline lastDecline;
  private long refundedAmount;

  PaymentIntent(String id, Order order, Instant created) {
    this.id = id;
    this.order = order;
    this.created = created;
  }

  String id() {
    return id;
  }

  Order order() {
    return order;
  }

  Status status() {
    return status;
  }

  @Nullable String paymentMethod() {
    return paymentMethod;
  }

  @Nullable String charge() {
    return charge;
  }

  long refundableAmount() {
    return status == Status.SUCCEEDED ? order.amount - refundedAmount : 0;
  }

  void attach(String card) {
    paymentMethod = card;
    status = Status.REQUIRES_CONFIRMATION;
  }

  void succeed(String chargeId) {
    charge = chargeId;
    lastDecline = null;
    status = Status.SUCCEEDED;
  }

  void fail(Decline decline) {
    lastDecline = decline;
    paymentMethod = null;
    status = Status.REQUIRES_PAYMENT_METHOD;
  }

  void cancel() {
    status = Status.CANCELED;
  }

  void refund(long amount) {
    refundedAmount += amount;
  }

  ObjectNode toJson() {
    ObjectNode json = Json.object().put("id", id).put("object", "payment_intent");
    json.put("amount", order.amount).put("currency", order.currency);
    json.put("amount_received", status == Status.SUCCEEDED ? order.amount : 0);
    json.put("status", status.key()).put("created", created.getEpochSecond());
    json.put("payment_method", paymentMethod).put("latest_charge", charge).put("livemode", false);
    ObjectNode metadata = json.putObject("metadata");
    order.metadata.forEach(metadata::put);
    order.texts.forEach(json::put);
    json.set("last_payment_error", lastDecline == null ? null : lastDecline.toJson());
    return json;
  }

  /// The charge as the `charge.…` events carry it.
  ObjectNode chargeToJson() {
    ObjectNode json = Json.object().put("id", charge).put("object", "charge");
    json.put("amount", order.amount).put("currency", order.currency);
    json.put("amount_refunded", refundedAmount).put("refunded", refundedAmount == order.amount);
    json.put("payment_intent", id).put("payment_method", paymentMethod).put("livemode", false);
    json.put("status", "succeeded").put("paid", true);
    ObjectNode metadata = json.putObject("metadata");
    order.metadata.forEach(metadata::put);
    return json;
  }
}
