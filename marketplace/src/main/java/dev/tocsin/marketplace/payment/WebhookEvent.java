package dev.tocsin.marketplace.payment;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// An event of the provider: its name, its type and the payment or charge it is about.
record WebhookEvent(String id, String type, JsonNode subject) {
  static final String SUCCEEDED = "payment_intent.succeeded";
  static final String FAILED = "payment_intent.payment_failed";
  static final String REFUNDED = "charge.refunded";
  static final List<String> TYPES = List.of(SUCCEEDED, FAILED, REFUNDED);

  static WebhookEvent of(JsonNode root) {
    return new WebhookEvent(
        root.path("id").asString(""),
        root.path("type").asString(""),
        root.path("data").path("object"));
  }

  boolean isWellFormed() {
    return id.matches("evt_[A-Za-z0-9_]{1,100}") && subject.isObject();
  }

  boolean isOfInterest() {
    return TYPES.contains(type);
  }

  String orderId() {
    return subject.path("metadata").path("order_id").asString("");
  }
}
