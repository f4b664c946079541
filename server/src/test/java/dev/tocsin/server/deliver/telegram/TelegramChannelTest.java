package dev.tocsin.server.deliver.telegram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import org.junit.jupiter.api.Test;

class TelegramChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new TelegramType(HTTP);
  }

  @Override
  protected String settings() {
    return "bot_token: s3cret-value\nchat_id: \"-100\"\n";
  }

  private static HttpSink.Received sent(HttpSink sink) {
    return sink.received().getLast();
  }

  @Test
  void theTextIsPlainAndSaysEverything() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("\"chat_id\":\"-100\""), body);
      assertTrue(body.contains("[P1] Payments <fail>"), body);
      assertTrue(body.contains("Services: checkout"), body);
      assertTrue(sent(sink).path().endsWith("/bots3cret-value/sendMessage"), sent(sink).path());
      assertTrue(!body.contains("parse_mode"), body);
    }
  }
}
