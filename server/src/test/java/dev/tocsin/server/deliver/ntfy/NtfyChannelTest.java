package dev.tocsin.server.deliver.ntfy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import org.junit.jupiter.api.Test;

class NtfyChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new NtfyType(HTTP);
  }

  @Override
  protected String settings() {
    return "topic: s3cret-value\ntoken: token-value\n";
  }

  private static HttpSink.Received sent(HttpSink sink) {
    return sink.received().getLast();
  }

  @Test
  void theWorstIsTheLoudest() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("\"priority\":5"), body);
      assertTrue(body.contains("\"topic\":\"s3cret-value\""), body);
      assertTrue(body.contains("rotating_light"), body);
      assertEquals("Bearer token-value", sent(sink).headers().get("authorization"));
    }
  }
}
