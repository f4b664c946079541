package dev.tocsin.server.deliver.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import dev.tocsin.server.deliver.Threads;
import org.junit.jupiter.api.Test;

class SlackChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new SlackType(HTTP, new Threads(CLOCK));
  }

  @Override
  protected String settings() {
    return "";
  }

  @Test
  void theMessageSaysWhatWhereAndWhereToReadOnAndIsEscaped() throws Exception {
    try (var sink = new HttpSink()) {
      channel(type(), receiver(sink).settings()).send(envelope());

      var body = sink.received().getFirst().body();
      var json = new ObjectMapper().readTree(body);
      assertEquals("header", json.at("/blocks/0/type").asText());
      assertEquals("[P1] Payments &lt;fail&gt; &amp; \"stop\"", json.path("text").asText());
      for (var part :
          new String[] {
            "*Severity:* P1",
            "*Services:* checkout",
            "2026-03-01T12:00:00Z",
            "The provider does not answer",
            "PaymentsFail (route=/pay): 0.25 (threshold 0.05)",
            "<https://runbooks.example/payments|Runbook>",
            "<https://tocsin.example/admin/incidents/incident-1|Open the incident>"
          }) {
        assertTrue(body.contains(part), part + " in " + body);
      }
    }
  }

  /// Whoever knows the address can post.
  @Override
  protected String secret(HttpSink sink) {
    return sink.url().getPath();
  }
}
