package dev.tocsin.server.deliver.discord;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import org.junit.jupiter.api.Test;

class DiscordChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new DiscordType(HTTP);
  }

  @Override
  protected String settings() {
    return "";
  }

  /// Whoever knows the address can post.
  @Override
  protected String secret(HttpSink sink) {
    return sink.url().getPath();
  }

  private static HttpSink.Received sent(HttpSink sink) {
    return sink.received().getLast();
  }

  @Test
  void nobodyIsMentionedAndTheIncidentIsLinked() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("\"title\":\"[P1] Payments <fail> & \\\"stop\\\"\""), body);
      assertTrue(body.contains("https://tocsin.example/admin/incidents/incident-1"), body);
      assertTrue(body.contains("PaymentsFail (route=/pay): 0.25 (threshold 0.05)"), body);
      assertTrue(body.contains("\"allowed_mentions\":{"), body);
      assertTrue(!body.contains("everyone"), body);
    }
  }
}
