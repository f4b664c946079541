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

  /// What happens to a payment with one of the provider's test cards: nothing, or a decline.
  ///
  /// @throws StripeProblem if there is no such card
  static Optional<Decline> ofCard(String paymentMethod) {
    if (GOOD_CARDS.contains(paymentMethod)) {
      return Optional.empty();
    }
    Decline decline = BY_CARD.get(paymentMethod.replace("pm_card_visa_charge", "pm_card_charge"));
    if (decline == null) {
      throw StripeProblem.unknownObject("payment_method", "PaymentMethod", paymentMethod);
    }
    return Optional.of(decline);
  }

  ObjectNode toJson() {
    return Json.object()
        .put("type", "card_error")
        .put("code", code)
        .put("decline_code", declineCode)
        .put("message", message);
  }
}
