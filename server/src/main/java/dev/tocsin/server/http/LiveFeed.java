package dev.tocsin.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Tells open pages that something they show has changed, by server-sent events.
///
/// An event carries only its topic; the page asks for the fragment that it shows. So an event tells
/// nobody anything that their role would not let them read, and a lost event costs only freshness.
public final class LiveFeed {
  private static final int SUBSCRIBER_LIMIT = 1_000;
  private static final int WAITING_LIMIT = 64;
  private static final long KEEP_ALIVE_SECONDS = 15;

  private final Set<Subscriber> subscribers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  private record Subscriber(Set<String> topics, BlockingQueue<String> waiting) {}

  /// Says that what belongs to a topic has changed. Never blocks; a reader that is far behind
  /// misses repeats of what it has waiting already.
  public void publish(String topic) {
    for (var subscriber : subscribers) {
      if (subscriber.topics().contains(topic) && !subscriber.waiting().contains(topic)) {
        subscriber.waiting().offer(topic);
      }
    }
  }

  /// The stream of a page that shows some topics.
  ///
  /// @throws HttpFailure 503 when too many pages listen
  public Reply subscribe(Set<String> topics) {
    if (subscribers.size() >= SUBSCRIBER_LIMIT) {
      throw HttpFailure.of(503, "too many pages listen; reload by hand");
    }
    var subscriber = new Subscriber(Set.copyOf(topics), new ArrayBlockingQueue<>(WAITING_LIMIT));
    return new Reply.Streamed("text/event-stream", out -> stream(subscriber, out));
  }

  /// Ends all streams.
  public void close() {
    closed.set(true);
    for (var subscriber : subscribers) {
      subscriber.waiting().offer("closed");
    }
  }

  private void stream(Subscriber subscriber, OutputStream out) throws IOException {
    subscribers.add(subscriber);
    try {
      write(out, "retry: 2000\n\n");
      while (!closed.get()) {
        var topic = subscriber.waiting().poll(KEEP_ALIVE_SECONDS, TimeUnit.SECONDS);
        write(out, topic == null ? ": alive\n\n" : "event: " + topic + "\ndata: changed\n\n");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      subscribers.remove(subscriber);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
