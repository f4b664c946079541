package dev.tocsin.server.deliver.webpush;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.TestDatabases;
import dev.tocsin.server.deliver.Channel;
import dev.tocsin.server.deliver.ChannelType;
import dev.tocsin.server.deliver.Fanout;
import dev.tocsin.server.deliver.HttpChannelContract;
import dev.tocsin.server.deliver.HttpSink;
import dev.tocsin.server.deliver.Receipt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebPushChannelTest extends HttpChannelContract {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final Browser browser = new Browser();
  private final Subscriptions subscriptions = new Subscriptions(CLOCK);
  private final Fanout fanout = new Fanout(CLOCK);
  private Database database;

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  @Override
  protected ChannelType type() {
    return new WebPushType(HTTP, subscriptions, fanout, CLOCK);
  }

  @Override
  protected String settings() {
    return "";
  }

  /// Whoever knows the address can send.
  @Override
  protected String secret(HttpSink sink) {
    return sink.url().getPath();
  }

  @Override
  protected Receiver receiver() throws IOException {
    database = TestDatabases.sqlite(folder);
    subscriptions.open(database);
    fanout.open(database);
    var receiver = receiver(new HttpSink());
    receiver.settings();
    return receiver;
  }

  /// The address is the browser's and no setting: the last that was asked for has subscribed.
  @Override
  protected Receiver receiver(HttpSink sink) {
    var usual = super.receiver(sink);
    return new Receiver() {
      @Override
      public String settings() {
        subscriptions.list().forEach(it -> subscriptions.remove(it.endpoint()));
        subscriptions.add(browser.subscription(sink.url()));
        return "timeout: 700ms\nallow_private_addresses: true\nsubject: mailto:ops@shop.example\n";
      }

      @Override
      public String secret() {
        return usual.secret();
      }

      @Override
      public void failOnce() {
        usual.failOnce();
      }

      @Override
      public void refuseOnce() {
        usual.refuseOnce();
      }

      @Override
      public void hangOnce() {
        usual.hangOnce();
      }

      @Override
      public List<String> keys() {
        return sink.received().stream()
            .map(it -> opened(browser, it).path("key").asText())
            .toList();
      }

      @Override
      public List<String> contents() {
        return sink.received().stream().map(it -> opened(browser, it).toString()).toList();
      }

      @Override
      public void close() {
        usual.close();
      }
    };
  }

  /// A push message may have 4 kB and a notification shows a few lines: the click leads on.
  @Override
  protected List<String> tooLong() {
    return List.of("runbook", "dashboard");
  }

  private static JsonNode opened(Browser browser, HttpSink.Received received) {
    try {
      return JSON.readTree(browser.open(received.bytes()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Channel channel(HttpSink sink) {
    return channel(type(), receiver(sink).settings());
  }

  @Test
  void theBrowserReadsWhatHappenedAndThePushServiceCannot() throws Exception {
    try (var sink = new HttpSink()) {
      channel(sink).send(envelope());

      var received = sink.received().getFirst();
      assertEquals("aes128gcm", received.headers().get("content-encoding"));
      assertEquals("86400", received.headers().get("ttl"));
      assertEquals("high", received.headers().get("urgency"));
      assertTrue(received.headers().get("topic").matches("[A-Za-z0-9_-]{32}"));
      assertTrue(received.headers().get("authorization").startsWith("vapid t="));
      assertTrue(!received.body().contains("Payments"), "it is not encrypted");
      var message = opened(browser, received);
      assertEquals("[P1] Payments <fail> & \"stop\"", message.path("title").asText());
      assertEquals("incident-1", message.path("tag").asText());
      assertEquals(
          "https://tocsin.example/admin/incidents/incident-1", message.path("url").asText());
      assertTrue(
          message
              .path("body")
              .asText()
              .contains("PaymentsFail (route=/pay): 0.25 (threshold 0.05)"));
    }
  }

  @Test
  void aBrowserThatIsGoneIsForgottenAndTheOthersAreTold() throws Exception {
    for (int status : new int[] {404, 410}) {
      try (var gone = new HttpSink();
          var here = new HttpSink()) {
        var channel = channel(gone);
        var other = new Browser();
        subscriptions.add(other.subscription(here.url()));
        gone.then(status, Map.of(), "");

        assertInstanceOf(Receipt.Accepted.class, channel.send(envelope()));
        assertEquals(1, here.received().size());
        assertEquals(
            List.of(here.url()),
            subscriptions.list().stream().map(Subscription::endpoint).toList());
        assertEquals(
            "incident-1:opened:2:main",
            opened(other, here.received().getFirst()).path("key").asText());
      }
    }
  }

  @Test
  void withoutAnyBrowserNobodyIsToldAndThatIsSaid() throws Exception {
    try (var sink = new HttpSink()) {
      var channel = channel(sink);
      sink.then(410, Map.of(), "");
      assertInstanceOf(Receipt.Rejected.class, channel.send(envelope()));
      var rejected = assertInstanceOf(Receipt.Rejected.class, channel.send(envelope()));
      assertTrue(rejected.why().contains("no browser has subscribed"), rejected.why());
    }
  }

  @Test
  void replicasShareOneKey() {
    var other = new Subscriptions(CLOCK);
    other.open(database);
    assertEquals(subscriptions.key().publicText(), other.key().publicText());
  }

  @Test
  void nobodyFillsTheTable() throws Exception {
    for (int i = 0; i < Subscriptions.USER_LIMIT + 3; i++) {
      subscriptions.add(browser.subscription(java.net.URI.create("https://push.example/" + i)));
    }
    assertEquals(Subscriptions.USER_LIMIT, subscriptions.list().size());
  }
}
