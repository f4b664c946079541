package dev.tocsin.server.deliver.pagerduty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PagerDutyChannelTest extends HttpChannelContract {
  @Override
  protected ChannelType type() {
    return new PagerDutyType(HTTP);
  }

  @Override
  protected String settings() {
    return "integration_key: " + SECRET + "\n";
  }

  @Test
  void theEventsOfOneIncidentShareItsDedupKey() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(type(), receiver(sink).settings());
      for (var kind : List.of(ChangeKind.OPENED, ChangeKind.ACKNOWLEDGED, ChangeKind.RESOLVED)) {
        channel.send(new Envelope("key-" + kind, message(kind)));
      }

      var actions = new ArrayList<String>();
      for (var received : sink.received()) {
        var event = new ObjectMapper().readTree(received.body());
        actions.add(event.path("event_action").asText());
        assertEquals("incident-1", event.path("dedup_key").asText());
        assertEquals(SECRET, event.path("routing_key").asText());
        assertEquals("critical", event.at("/payload/severity").asText());
        assertEquals("checkout", event.at("/payload/source").asText());
      }
      assertEquals(List.of("trigger", "acknowledge", "resolve"), actions);
    }
  }
}
