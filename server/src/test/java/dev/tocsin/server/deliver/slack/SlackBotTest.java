package dev.tocsin.server.deliver.slack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.deliver.ChangeKind;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelContract;
import dev.tocsin.server.deliver.Envelope;
import dev.tocsin.server.deliver.HttpSink;
import dev.tocsin.server.deliver.OutboundHttp;
import dev.tocsin.server.deliver.Receipt;
import dev.tocsin.server.deliver.Threads;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlackBotTest {
  private static final String OK = "{\"ok\":true,\"ts\":\"17.42\"}";

  @TempDir private Path folder;
  private final ManualClock clock = new ManualClock();

  private Channel channel(HttpSink sink, Threads threads) {
    var yaml =
        "url: "
            + sink.url()
            + "\nbot_token: s3cret-value\nconversation: C1\nallow_private_addresses: true\n";
    return ChannelContract.channel(new SlackType(new OutboundHttp(clock), threads), yaml);
  }

  private static Envelope envelope(ChangeKind kind) {
    return new Envelope("key-" + kind, ChannelContract.message(kind));
  }

  @Test
  void laterMessagesAnswerInTheThreadAndBringTheFirstUpToDate() throws Exception {
    try (var sink = new HttpSink();
        var database = TestDatabases.sqlite(folder)) {
      var threads = new Threads(clock);
      threads.open(database);
      var channel = channel(sink, threads);
      sink.then(200, Map.of(), OK).then(200, Map.of(), OK).then(200, Map.of(), OK);

      assertInstanceOf(Receipt.Accepted.class, channel.send(envelope(ChangeKind.OPENED)));
      assertInstanceOf(Receipt.Accepted.class, channel.send(envelope(ChangeKind.RESOLVED)));

      var opened = sink.received().getFirst();
      assertTrue(opened.path().endsWith("/chat.postMessage"));
      assertEquals("Bearer s3cret-value", opened.headers().get("authorization"));
      assertEquals("key-OPENED", opened.headers().get("idempotency-key"));
      assertTrue(opened.body().contains("acknowledge_incident"), opened.body());
      assertFalse(opened.body().contains("thread_ts"), opened.body());
      var resolved = sink.received().get(1);
      assertTrue(resolved.body().contains("\"thread_ts\":\"17.42\""), resolved.body());
      assertFalse(resolved.body().contains("acknowledge_incident"), resolved.body());
      var update = sink.received().get(2);
      assertTrue(update.path().endsWith("/chat.update"));
      assertTrue(update.body().contains("\"ts\":\"17.42\""), update.body());
    }
  }

  @Test
  void theErrorsThatSlackAnswersWithSuccessAreTold() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(sink, new Threads(clock));
      sink.then(200, Map.of(), "{\"ok\":false,\"error\":\"ratelimited\"}")
          .then(200, Map.of(), "{\"ok\":false,\"error\":\"channel_not_found\"}")
          .then(200, Map.of(), "<html>")
          .then(500, Map.of(), "you sent s3cret-value");

      assertEquals(
          new Receipt.Retry("Slack: ratelimited"), channel.send(envelope(ChangeKind.TEST)));
      assertEquals(
          new Receipt.Rejected("Slack: channel_not_found"),
          channel.send(envelope(ChangeKind.TEST)));
      assertInstanceOf(Receipt.Retry.class, channel.send(envelope(ChangeKind.TEST)));
      var last = channel.send(envelope(ChangeKind.TEST)).toString();
      assertFalse(last.contains("s3cret-value"), last);
    }
  }
}
