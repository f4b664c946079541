package dev.tocsin.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tocsin.sandbox.SandboxClient.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StripeApiTest {
  private static final String PAID =
      "amount=4200&currency=eur&payment_method=pm_card_visa&confirm=true&metadata[order]=o-1";

  private SandboxClient client;

  @BeforeEach
  void start() throws Exception {
    client = new SandboxClient();
  }

  @AfterEach
  void stop() {
    client.close();
  }

  @Test
  void aConfirmedPaymentWithAGoodCardSucceeds() throws Exception {
    Answer answer = client.stripe("POST", "payment_intents", PAID);
    assertEquals(200, answer.status(), answer.body());
    JsonNode intent = answer.json();
    assertTrue(intent.path("id").asText().startsWith("pi_"));
    assertEquals("payment_intent", intent.path("object").asText());
    assertEquals("succeeded", intent.path("status").asText());
    assertEquals(4200, intent.path("amount").asLong());
    assertEquals("eur", intent.path("currency").asText());
    assertEquals("o-1", intent.path("metadata").path("order").asText());
    assertTrue(answer.header("Request-Id").startsWith("req_"));
    String id = intent.path("id").asText();
    assertEquals(intent, client.stripe("GET", "payment_intents/" + id, "").json());
  }

  @Test
  void aPaymentIsConfirmedInASecondStep() throws Exception {
    JsonNode intent = client.stripe("POST", "payment_intents", "amount=100&currency=usd").json();
    assertEquals("requires_payment_method", intent.path("status").asText());
    String confirm = "payment_intents/" + intent.path("id").asText() + "/confirm";
    assertEquals(400, client.stripe("POST", confirm, "").status());
    Answer confirmed = client.stripe("POST", confirm, "payment_method=pm_card_visa");
    assertEquals("succeeded", confirmed.json().path("status").asText());
    Answer again = client.stripe("POST", confirm, "payment_method=pm_card_visa");
    assertEquals(
        "payment_intent_unexpected_state", again.json().at("/error/code").asText(), again.body());
  }

  @Test
  void aCanceledPaymentCannotBeConfirmed() throws Exception {
    JsonNode intent =
        client
            .stripe("POST", "payment_intents", "amount=1&currency=usd&payment_method=pm_card_visa")
            .json();
    assertEquals("requires_confirmation", intent.path("status").asText());
    String path = "payment_intents/" + intent.path("id").asText();
    assertEquals(
        "canceled", client.stripe("POST", path + "/cancel", "").json().path("status").asText());
    assertEquals(400, client.stripe("POST", path + "/confirm", "").status());
    assertEquals(400, client.stripe("POST", path + "/cancel", "").status());
  }

  @ParameterizedTest
  @CsvSource({
    "pm_card_chargeDeclined, card_declined, generic_decline",
    "pm_card_visa_chargeDeclined, card_declined, generic_decline",
    "pm_card_visa_chargeDeclinedInsufficientFunds, card_declined, insufficient_funds",
    "pm_card_chargeDeclinedExpiredCard, expired_card, expired_card",
  })
  void aDecliningCardAnswers402(String card, String code, String declineCode) throws Exception {
    Answer answer = client.stripe("POST", "payment_intents", PAID.replace("pm_card_visa", card));
    assertEquals(402, answer.status());
    JsonNode error = answer.json().path("error");
    assertEquals("card_error", error.path("type").asText());
    assertEquals(code, error.path("code").asText());
    assertEquals(declineCode, error.path("decline_code").asText());
    assertEquals("requires_payment_method", error.path("payment_intent").path("status").asText());
  }

  @ParameterizedTest
  @CsvSource({
    "currency=eur, amount, parameter_missing",
    "amount=1, currency, parameter_missing",
    "amount=x&currency=eur, amount, parameter_invalid_integer",
    "amount=0&currency=eur, amount, parameter_invalid_integer",
    "amount=100000000&currency=eur, amount, amount_too_large",
    "amount=1&currency=zzz, currency, parameter_invalid_string_enum",
    "amount=1&currency=eur&confirm=true, payment_method, parameter_missing",
    "amount=1&currency=eur&confirm=yes, confirm, parameter_invalid_boolean",
    "amount=1&currency=eur&colour=red, colour, parameter_unknown",
  })
  void aWrongParameterIsNamed(String form, String parameter, String code) throws Exception {
    Answer answer = client.stripe("POST", "payment_intents", form);
    assertEquals(400, answer.status());
    JsonNode error = answer.json().path("error");
    assertEquals("invalid_request_error", error.path("type").asText());
    assertEquals(parameter, error.path("param").asText(), answer.body());
    assertEquals(code, error.path("code").asText());
  }

  @Test
  void unknownThingsAnswer404() throws Exception {
    assertEquals(404, client.stripe("GET", "payment_intents/pi_none", "").status());
    assertEquals(404, client.stripe("GET", "refunds/re_none", "").status());
    assertEquals(404, client.stripe("GET", "customers", "").status());
    assertEquals(404, client.stripe("DELETE", "webhook_endpoints/we_none", "").status());
    Answer card = client.stripe("POST", "payment_intents", PAID.replace("pm_card_visa", "pm_none"));
    assertEquals("resource_missing", card.json().at("/error/code").asText());
  }

  @Test
  void aTestKeyIsNeeded() throws Exception {
    Answer without = client.get("/stripe/v1/balance");
    assertEquals(401, without.status());
    assertEquals("invalid_request_error", without.json().at("/error/type").asText());
    Answer live =
        client.send("GET", "/stripe/v1/balance", "", "Authorization", "Bearer sk_live_abc");
    assertEquals(401, live.status());
    assertEquals(-1, live.body().indexOf("sk_live_abc"));
  }

  @Test
  void anIdempotencyKeyCarriesARequestOutOnce() throws Exception {
    Answer first = client.stripe("POST", "payment_intents", PAID, "Idempotency-Key", "k1");
    Answer again = client.stripe("POST", "payment_intents", PAID, "Idempotency-Key", "k1");
    assertEquals(first.body(), again.body());
    assertEquals("true", again.header("Idempotent-Replayed"));
    assertEquals("", first.header("Idempotent-Replayed"));
    Answer other =
        client.stripe(
            "POST", "payment_intents", PAID.replace("4200", "1"), "Idempotency-Key", "k1");
    assertEquals(400, other.status());
    assertEquals("idempotency_error", other.json().at("/error/type").asText());
    Answer fresh = client.stripe("POST", "payment_intents", PAID, "Idempotency-Key", "k2");
    assertNotEquals(first.json().path("id"), fresh.json().path("id"));
    JsonNode balance = client.stripe("GET", "balance", "").json();
    assertEquals(8400, balance.at("/available/0/amount").asLong());
  }

  @Test
  void aDeclineIsRememberedButAWrongParameterLeavesTheKeyFree() throws Exception {
    String declined = PAID.replace("pm_card_visa", "pm_card_chargeDeclined");
    Answer first = client.stripe("POST", "payment_intents", declined, "Idempotency-Key", "k1");
    Answer again = client.stripe("POST", "payment_intents", declined, "Idempotency-Key", "k1");
    assertEquals(402, again.status());
    assertEquals(first.body(), again.body());
    String wrong = PAID.replace("eur", "zzz");
    assertEquals(
        400, client.stripe("POST", "payment_intents", wrong, "Idempotency-Key", "k2").status());
    assertEquals(
        200, client.stripe("POST", "payment_intents", PAID, "Idempotency-Key", "k2").status());
  }

  @Test
  void refundsGoNoFurtherThanThePayment() throws Exception {
    String payment = client.stripe("POST", "payment_intents", PAID).json().path("id").asText();
    JsonNode part =
        client
            .stripe("POST", "refunds", "amount=200&reason=duplicate&payment_intent=" + payment)
            .json();
    assertEquals("refund", part.path("object").asText());
    assertEquals("succeeded", part.path("status").asText());
    assertEquals(200, part.path("amount").asLong());
    assertEquals(part, client.stripe("GET", "refunds/" + part.path("id").asText(), "").json());
    Answer more = client.stripe("POST", "refunds", "amount=4001&payment_intent=" + payment);
    assertEquals("amount_too_large", more.json().at("/error/code").asText());
    JsonNode rest = client.stripe("POST", "refunds", "payment_intent=" + payment).json();
    assertEquals(4000, rest.path("amount").asLong());
    Answer none = client.stripe("POST", "refunds", "payment_intent=" + payment);
    assertEquals("charge_already_refunded", none.json().at("/error/code").asText());
    JsonNode balance = client.stripe("GET", "balance", "").json();
    assertEquals("eur", balance.at("/available/0/currency").asText());
    assertEquals(0, balance.at("/available/0/amount").asLong());
  }

  @Test
  void aWrongRefundIsRefused() throws Exception {
    String unpaid =
        client
            .stripe("POST", "payment_intents", "amount=100&currency=usd")
            .json()
            .path("id")
            .asText();
    assertEquals(400, client.stripe("POST", "refunds", "payment_intent=" + unpaid).status());
    assertEquals(404, client.stripe("POST", "refunds", "payment_intent=pi_none").status());
    assertEquals(400, client.stripe("POST", "refunds", "").status());
    String payment = client.stripe("POST", "payment_intents", PAID).json().path("id").asText();
    Answer reason = client.stripe("POST", "refunds", "reason=whim&payment_intent=" + payment);
    assertEquals("reason", reason.json().at("/error/param").asText());
  }

  @Test
  void inDeclineModeEveryCardIsRefused() throws Exception {
    client.control("stripe", "{\"mode\":\"decline\"}");
    Answer answer = client.stripe("POST", "payment_intents", PAID);
    assertEquals(402, answer.status());
    assertEquals("card_declined", answer.json().at("/error/code").asText());
    assertEquals(200, client.stripe("GET", "balance", "").status());
  }

  @Test
  void aBrokenFormIsRefused() throws Exception {
    assertEquals(400, client.stripe("POST", "payment_intents", "amount=%zz").status());
  }
}
