package dev.tocsin.server.deliver.pushover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import org.junit.jupiter.api.Test;

class PushoverChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new PushoverType(HTTP);
  }

  @Override
  protected String settings() {
    return "token: s3cret-value\nuser_key: user-value\n";
  }

  private static HttpSink.Received sent(HttpSink sink) {
    return sink.received().getLast();
  }

  @Test
  void theWorstRingsUntilSomebodyTakesIt() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("priority=2"), body);
      assertTrue(body.contains("retry=60"), body);
      assertTrue(body.contains("expire=3600"), body);
      assertTrue(body.contains("user=user-value"), body);
    }
  }

  @Test
  void anEndDoesNotRing() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.RESOLVED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("priority=0"), body);
      assertTrue(body.contains("title=%5BP1%5D+Resolved"), body);
    }
  }
}
