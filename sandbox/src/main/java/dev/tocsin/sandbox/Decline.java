package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Why a bank refuses a card.
record Decline(String code, String declineCode, String message) {
  static final Decline GENERIC =
      new Decline("card_declined", "generic_decline", "Your card was declined.");

  private static final Map<String, Decline> BY_CARD =
      Map.of(
          "pm_card_chargeDeclined", GENERIC,
          "pm_card_chargeDeclinedInsufficientFunds",
              new Decline(
                  "card_declined", "insufficient_funds", "Your card has insufficient funds."),
          "pm_card_chargeDeclinedLostCard",
              new Decline("card_declined", "lost_card", "Your card was declined."),
          "pm_card_chargeDeclinedStolenCard",
              new Decline("card_declined", "stolen_card", "Your card was declined."),
          "pm_card_chargeDeclinedExpiredCard",
              new Decline("expired_card", "expired_card", "Your card has expired."),
          "pm_card_chargeDeclinedIncorrectCvc",
              new Decline(
                  "incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect."),
          "pm_card_chargeDeclinedProcessingError",
              new Decline(
                  "processing_error",
                  "processing_error",
                  "An error occurred while processing your card. Try again in a little bit."));

  private static final Set<String> GOOD_CARDS =
      Set.of(
          "pm_card_visa",
          "pm_card_visa_debit",
          "pm_card_mastercard",
          "pm_card_mastercard_debit",
          "pm_card_amex",
          "pm_card_discover",
          "pm_card_diners",
          "pm_card_jcb",
          "pm_card_unionpay",
          "pm_card_de",
          "pm_card_fr",
          "pm_card_gb",
          "pm_card_us");

  /// @throws StripeProblem if the provider has no such test card
  static void requireKnown(String paymentMethod) {
    if (!GOOD_CARDS.contains(paymentMethod) && !BY_CARD.containsKey(plain(paymentMethod))) {
      throw StripeProblem.unknownObject("payment_method", "PaymentMethod", paymentMethod);
    }
  }

  /// What happens to a payment with a known test card: nothing, or a decline.
  static Optional<Decline> ofCard(String paymentMethod) {
    return Optional.ofNullable(BY_CARD.get(plain(paymentMethod)));
  }

  /// Declining cards are known with and without their brand.
  private static String plain(String paymentMethod) {
    return paymentMethod.replace("pm_card_visa_charge", "pm_card_charge");
  }

  ObjectNode toJson() {
    return Json.object()
        .put("type", "card_error")
        .put("code", code)
        .put("decline_code", declineCode)
        .put("message", message);
  }
}
