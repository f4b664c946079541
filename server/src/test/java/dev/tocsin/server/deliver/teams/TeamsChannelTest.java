package dev.tocsin.server.deliver.teams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import org.junit.jupiter.api.Test;

class TeamsChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new TeamsType(HTTP);
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
  void theCardHasTheFactsAndButtonsToReadOn() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("AdaptiveCard"), body);
      assertTrue(body.contains("[P1] Payments <fail>"), body);
      assertTrue(body.contains("Action.OpenUrl"), body);
      assertTrue(body.contains("https://runbooks.example/payments"), body);
    }
  }
}
