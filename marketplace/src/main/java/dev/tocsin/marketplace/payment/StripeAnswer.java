package dev.tocsin.marketplace.payment;

import dev.tocsin.marketplace.payment.PaymentResult.Declined;
import dev.tocsin.marketplace.payment.PaymentResult.Pending;
import dev.tocsin.marketplace.payment.PaymentResult.Succeeded;
import dev.tocsin.marketplace.payment.PaymentResult.Trouble;
import dev.tocsin.marketplace.payment.PaymentResult.Uncertain;
import java.net.http.HttpHeaders;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An answer of the provider's HTTP interface.
record StripeAnswer(int status, HttpHeaders headers, String body) {
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(2);

  /// Reads the answer to a payment intent.
  PaymentResult toResult(JsonMapper json) {
    if (status == 429) {
      return new Uncertain(Trouble.RATE_LIMITED, "HTTP 429");
    }
    if (status >= 500) {
      return new Uncertain(Trouble.SERVER_ERROR, "HTTP " + status);
    }
    JsonNode root;
    try {
      root = json.readTree(body);
    } catch (JacksonException _) {
      return new Uncertain(Trouble.GARBAGE, "HTTP " + status + " without readable JSON");
    }
    if (status == 402) {
      return declined(root.path("error"));
    }
    return status == 200
        ? intent(root)
        : new Uncertain(
            Trouble.REFUSED,
            "HTTP " + status + ": " + root.path("error").path("message").asString(""));
  }

  private static PaymentResult declined(JsonNode error) {
    var code = error.path("code").asString("");
    return code.isEmpty()
        ? new Uncertain(Trouble.GARBAGE, "HTTP 402 without a code")
        : new Declined(
            error.path("decline_code").asString(code), error.path("message").asString(code));
  }

  /// Reads a payment intent, from an answer or from a webhook.
  static PaymentResult intent(JsonNode intent) {
    var id = intent.path("id").asString("");
    if (!id.startsWith("pi_")) {
      return new Uncertain(Trouble.GARBAGE, "a payment without an id");
    }
    var status = intent.path("status").asString("");
    return switch (status) {
      case "succeeded" -> new Succeeded(id);
      case "processing", "requires_action", "requires_capture", "requires_confirmation" ->
          new Pending(id, status);
      case "requires_payment_method", "canceled" -> declinedIntent(intent);
      default -> new Uncertain(Trouble.GARBAGE, "a payment without a known status");
    };
  }

  private static Declined declinedIntent(JsonNode intent) {
    var error = intent.path("last_payment_error");
    var code = error.path("code").asString("card_declined");
    return new Declined(
        error.path("decline_code").asString(code),
        error.path("message").asString("The card was declined."));
  }

  /// How long the provider asks us to wait, within our patience.
  Duration retryAfter() {
    var seconds = headers.firstValue("Retry-After").orElse("");
    if (!seconds.matches("\\d{1,6}")) {
      return Duration.ZERO;
    }
    var asked = Duration.ofSeconds(Long.parseLong(seconds));
    return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
  }
}
