package dev.tocsin.server.deliver.twilio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import java.util.List;
import org.junit.jupiter.api.Test;

class TwilioChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new TwilioType(HTTP);
  }

  @Override
  protected String settings() {
    return "account_sid: AC1\nauth_token: s3cret-value\nfrom: \"+1555\"\nto: \"+1666\"\n";
  }

  /// A text message is a bell, not a letter; all of it is behind its link.
  @Override
  protected List<String> tooLong() {
    return List.of("where", "value", "threshold", "since", "runbook", "dashboard");
  }

  private static HttpSink.Received sent(HttpSink sink) {
    return sink.received().getLast();
  }

  @Test
  void aTextMessageSaysWhatAndWhere() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      channel.send(new Envelope("key-1", message(ChangeKind.OPENED)));

      var body = sent(sink).body();
      assertEquals("key-1", sent(sink).headers().get("idempotency-key"));
      assertTrue(body.contains("From=%2B1555"), body);
      assertTrue(body.contains("To=%2B1666"), body);
      assertTrue(body.contains("Body=%5BP1%5D"), body);
      assertTrue(sent(sink).path().endsWith("/2010-04-01/Accounts/AC1/Messages.json"));
      assertTrue(String.valueOf(sent(sink).headers().get("authorization")).startsWith("Basic "));
    }
  }

  @Test
  void aCallSaysItInWordsThatCannotBreakTheDocument() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings() + "voice: true\n");
      channel.send(envelope());

      assertTrue(sent(sink).path().endsWith("/Calls.json"));
      assertTrue(sent(sink).body().contains("%26lt%3Bfail%26gt%3B"), sent(sink).body());
    }
  }
}
