package dev.tocsin.server.deliver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.server.ManualClock;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What every channel must do that posts over HTTP.
public abstract class HttpChannelContract extends ChannelContract {
  protected static final ManualClock CLOCK = new ManualClock();
  protected static final OutboundHttp HTTP = new OutboundHttp(CLOCK);

  /// Settings beyond the address.
  protected abstract String settings();

  protected String secret(HttpSink sink) {
    return SECRET;
  }

  protected Receiver receiver(HttpSink sink) {
    return new Receiver() {
      @Override
      public String settings() {
        return "url: "
            + sink.url()
            + "\ntimeout: 700ms\nallow_private_addresses: true\n"
            + HttpChannelContract.this.settings();
      }

      @Override
      public String secret() {
        return HttpChannelContract.this.secret(sink);
      }

      @Override
      public void failOnce() {
        sink.then(500, Map.of(), "you sent " + secret());
      }

      @Override
      public void refuseOnce() {
        sink.then(400, Map.of(), "you sent " + secret());
      }

      @Override
      public void hangOnce() {
        sink.thenHang();
      }

      @Override
      public List<String> keys() {
        return sink.received().stream().map(it -> it.headers().get("idempotency-key")).toList();
      }

      @Override
      public List<String> contents() {
        return sink.received().stream().map(HttpChannelContract::readable).toList();
      }

      @Override
      public void close() {
        sink.close();
      }
    };
  }

  private static String readable(HttpSink.Received received) {
    var type = String.valueOf(received.headers().get("content-type"));
    return type.contains("form")
        ? URLDecoder.decode(received.body(), StandardCharsets.UTF_8)
        : received.body();
  }

  @Override
  protected Receiver receiver() throws IOException {
    return receiver(new HttpSink());
  }

  private Channel channel(HttpSink sink) {
    return channel(type(), receiver(sink).settings());
  }

  @Test
  void theWaitThatAReceiverAsksForIsKept() throws IOException {
    try (var sink = new HttpSink()) {
      sink.then(429, Map.of("Retry-After", "17"), "")
          .then(503, Map.of("Retry-After", "Sun, 01 Mar 2026 12:01:00 GMT"), "")
          .then(429, Map.of("Retry-After", "999999999"), "")
          .then(429, Map.of("Retry-After", "soon"), "");
      var channel = channel(sink);

      assertEquals(Duration.ofSeconds(17), retry(channel).after());
      assertEquals(Duration.ofSeconds(60), retry(channel).after());
      assertEquals(Duration.ofHours(1), retry(channel).after());
      assertEquals(Duration.ZERO, retry(channel).after());
    }
  }

  private static Receipt.Retry retry(Channel channel) {
    return assertInstanceOf(Receipt.Retry.class, channel.send(envelope()));
  }

  @Test
  void redirectsAreNotFollowed() throws IOException {
    try (var sink = new HttpSink();
        var elsewhere = new HttpSink()) {
      sink.then(307, Map.of("Location", elsewhere.url().toString()), "");

      assertInstanceOf(Receipt.Rejected.class, channel(sink).send(envelope()));
      assertEquals(List.of(), elsewhere.received());
    }
  }

  @Test
  void theBeginningOfAnAnswerIsKeptWithoutTheSecret() throws IOException {
    try (var sink = new HttpSink()) {
      receiver(sink).failOnce();

      assertEquals("HTTP 500: you sent ***", retry(channel(sink)).why());
    }
  }

  @Test
  void aLongAnswerIsNotReadToItsEnd() throws IOException {
    try (var sink = new HttpSink()) {
      sink.then(500, Map.of(), "x".repeat(5_000_000));

      assertEquals("HTTP 500: (a long answer)", retry(channel(sink)).why());
    }
  }

  @Test
  void thePrivateNetworkIsOutOfReachUnlessAllowed() throws IOException {
    try (var sink = new HttpSink()) {
      var yaml = receiver(sink).settings().replace("allow_private_addresses: true\n", "");

      var rejected =
          assertInstanceOf(Receipt.Rejected.class, channel(type(), yaml).send(envelope()));

      assertTrue(rejected.why().contains("allow_private_addresses"));
      assertEquals(List.of(), sink.received());
    }
  }
}
