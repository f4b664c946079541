package dev.tocsin.server.deliver.opsgenie;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import org.junit.jupiter.api.Test;

class OpsgenieChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new OpsgenieType(HTTP);
  }

  @Override
  protected String settings() {
    return "api_key: s3cret-value\n";
  }

  private static HttpSink.Received sent(HttpSink sink) {
    return sink.received().getLast();
  }

  @Test
  void anOpeningIsAnAlertWithTheIncidentAsItsAlias() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("\"alias\":\"incident-1\""), body);
      assertTrue(body.contains("\"priority\":\"P1\""), body);
      assertTrue(sent(sink).path().endsWith("/v2/alerts"));
      assertEquals("GenieKey s3cret-value", sent(sink).headers().get("authorization"));
    }
  }

  @Test
  void anEndClosesIt() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.RESOLVED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("\"source\":\"Tocsin\""), body);
      assertTrue(sent(sink).path().endsWith("/v2/alerts/incident-1/close"));
    }
  }

  @Test
  void anAcknowledgementAcknowledgesIt() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.ACKNOWLEDGED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("\"source\":\"Tocsin\""), body);
      assertTrue(sent(sink).path().endsWith("/v2/alerts/incident-1/acknowledge"));
    }
  }
}
