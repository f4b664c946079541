package dev.tocsin.server.deliver.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class WebhookChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new WebhookType(HTTP, CLOCK);
  }

  @Override
  protected String settings() {
    return "bearer_token: " + SECRET + "\nsigning_secret: whsec_c2lnbmluZy1zZWNyZXQ=\n";
  }

  @Test
  void theBodyAndHeadersAreWhatReceiversRelyOn() throws Exception {
    try (var sink = new HttpSink()) {
      channel(type(), receiver(sink).settings()).send(envelope());

      var received = sink.received().getFirst();
      assertEquals("Bearer " + SECRET, received.headers().get("authorization"));
      assertEquals("incident-1:opened:2:main", received.headers().get("webhook-id"));
      assertEquals(
          Long.toString(CLOCK.instant().getEpochSecond()),
          received.headers().get("webhook-timestamp"));
      var body = new ObjectMapper().readTree(received.body());
      assertEquals("incident.opened", body.path("event").asText());
      assertEquals("P1", body.path("severity").asText());
      assertEquals("0.25", body.path("currentValue").asText());
      assertEquals("0.05", body.path("threshold").asText());
      assertEquals("PaymentsFail", body.path("alertName").asText());
      assertEquals("checkout", body.at("/services/0").asText());
      assertEquals("2026-03-01T12:00:00Z", body.path("since").asText());
      assertEquals("https://runbooks.example/payments", body.at("/links/runbook").asText());
      assertEquals(1, body.path("timeline").size());
      assertEquals(
          new Signature(new Secret("signing-secret"))
              .of(
                  "incident-1:opened:2:main",
                  CLOCK.instant().getEpochSecond(),
                  received.body().getBytes(StandardCharsets.UTF_8)),
          received.headers().get("webhook-signature"));
    }
  }

  /// The example of the Standard Webhooks reference libraries.
  @Test
  void theSignatureIsThatOfTheReference() {
    var signature = new Signature(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    assertEquals(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        signature.of(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330L,
            "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aTicketIsMadeByATemplate() throws Exception {
    try (var sink = new HttpSink()) {
      var yaml =
          receiver(sink).settings()
              + "template: '{\"fields\": {\"project\": {\"key\": \"OPS\"}, \"summary\":"
              + " \"{{headline}}\"}}'\n";
      channel(type(), yaml).send(envelope());

      assertEquals(
          "{\"fields\": {\"project\": {\"key\": \"OPS\"},"
              + " \"summary\": \"[P1] Payments <fail> & \\\"stop\\\"\"}}",
          sink.received().getFirst().body());
    }
  }
}
