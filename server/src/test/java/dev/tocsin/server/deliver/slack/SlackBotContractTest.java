package dev.tocsin.server.deliver.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import dev.tocsin.server.deliver.Threads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlackBotContractTest extends HttpChannelContract {
  private static final String OK = "{\"ok\":true,\"ts\":\"17.42\"}";

  @Override
  protected ChannelType type() {
    return new SlackType(HTTP, new Threads(CLOCK));
  }

  @Override
  protected String settings() {
    return "bot_token: " + SECRET + "\nconversation: C1\n";
  }

  @Override
  protected Receiver receiver() throws IOException {
    return receiver(new HttpSink().usually(OK));
  }

  @Test
  void whateverAsksForAnAnswerHasTheButtonAndTheDurations() throws Exception {
    for (var kind : List.of(ChangeKind.OPENED, ChangeKind.ESCALATED, ChangeKind.REMINDED)) {
      try (var sink = new HttpSink().usually(OK)) {
        channel(type(), receiver(sink).settings()).send(new Envelope("key", message(kind)));

        var blocks = new ObjectMapper().readTree(sink.received().getFirst().body()).path("blocks");
        var elements = blocks.path(blocks.size() - 1).path("elements");
        assertEquals("acknowledge_incident", elements.at("/0/action_id").asText());
        assertEquals("silence_incident", elements.at("/1/action_id").asText());
        var values = new ArrayList<String>();
        elements.at("/1/options").forEach(it -> values.add(it.path("value").asText()));
        assertEquals(
            List.of("PT30M incident-1", "PT1H incident-1", "PT4H incident-1", "PT24H incident-1"),
            values);
      }
    }
  }
}
