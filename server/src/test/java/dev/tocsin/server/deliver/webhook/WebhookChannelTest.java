package dev.tocsin.server.deliver.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.config.Secret;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.Fanout;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import dev.tocsin.server.deliver.Message;
import dev.tocsin.server.deliver.Receipt;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookChannelTest extends HttpChannelContract {
  @TempDir private Path folder;
  private final Fanout fanout = new Fanout(CLOCK);

  @Override
  protected ChannelType type() {
    return new WebhookType(HTTP, fanout, CLOCK);
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

  @Test
  void theFormatOfRulesHasTheseSevenMembersAndNoOthers() throws Exception {
    try (var sink = new HttpSink()) {
      var plain = message(ChangeKind.OPENED);
      var reading =
          new Message.Reading(
              "High Error Rate", "0.25", "0.05", "http_5xx_total", "GT", Map.of(), 0);
      var message =
          new Message(
              plain.event(),
              plain.incidentId(),
              plain.title(),
              plain.severity(),
              plain.status(),
              plain.services(),
              plain.cause(),
              plain.update(),
              List.of(reading),
              plain.sinceMillis(),
              plain.atMillis(),
              plain.links(),
              plain.timeline());
      channel(type(), receiver(sink).settings() + "format: alert\n")
          .send(new Envelope("key", message));

      assertEquals(
          "{\"alertName\":\"High Error Rate\",\"metric\":\"http_5xx_total\",\"currentValue\":0.25,"
              + "\"threshold\":0.05,\"condition\":\"GT\",\"timestamp\":\"2026-03-01T12:01:00Z\","
              + "\"severity\":\"P1\"}",
          sink.received().getFirst().body());
    }
  }

  @Test
  void oneRecipientThatFailsStopsNoneOfTheRestAndIsTriedAloneAgain() throws Exception {
    try (var good = new HttpSink();
        var bad = new HttpSink();
        var other = new HttpSink();
        var database = TestDatabases.sqlite(folder)) {
      fanout.open(database);
      var yaml =
          "allow_private_addresses: true\nurls: [\"%s\", \"%s\", \"%s\"]\n"
              .formatted(good.url(), bad.url(), other.url());
      var channel = channel(type(), yaml);
      bad.then(503, Map.of("Retry-After", "7"), "").then(503, Map.of(), "");

      var first = assertInstanceOf(Receipt.Retry.class, channel.send(envelope()));
      assertEquals(Duration.ofSeconds(7), first.after());
      assertEquals("HTTP 503 (1 of 3 recipients)", first.why());
      assertInstanceOf(Receipt.Retry.class, channel(type(), yaml).send(envelope()));
      assertInstanceOf(Receipt.Accepted.class, channel.send(envelope()));

      assertEquals(1, good.received().size());
      assertEquals(3, bad.received().size());
      assertEquals(1, other.received().size());
    }
  }

  @Test
  void oneRecipientThatRefusesIsToldOfWhenTheRestHaveIt() throws Exception {
    try (var good = new HttpSink();
        var bad = new HttpSink()) {
      var yaml =
          "allow_private_addresses: true\nurls: [\"%s\", \"%s\"]\n"
              .formatted(bad.url(), good.url());
      bad.then(400, Map.of(), "");

      var rejected =
          assertInstanceOf(Receipt.Rejected.class, channel(type(), yaml).send(envelope()));
      assertEquals("HTTP 400 (1 of 2 recipients)", rejected.why());
      assertEquals(1, good.received().size());
    }
  }
}
