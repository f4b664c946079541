package dev.tocsin.sdk.outbox.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.tocsin.sdk.outbox.Receipt;
import dev.tocsin.sdk.outbox.Transport;
import dev.tocsin.sdk.queue.QueuedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends to RabbitMQ or another broker that speaks AMQP 0-9-1: the event's topic is the routing
/// key, its id the message id, its key the header `event-key`. Messages are persistent, the broker
/// confirms each one, and one that reaches no queue counts as refused.
public final class RabbitTransport implements Transport {

  /// The header with the event's key.
  public static final String KEY_HEADER = "event-key";

  private static final int PERSISTENT = 2;
  private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(8);
  private static final int CONNECT_MILLIS = 3_000;

  private final ConnectionFactory factory;
  private final String exchange;
  private final Set<String> unroutable = ConcurrentHashMap.newKeySet();
  private final NavigableMap<Long, String> unconfirmed = new ConcurrentSkipListMap<>();
  private @Nullable Connection connection;
  private @Nullable Channel channel;

  /// @param factory knows the broker; it is copied
  /// @param exchange where events are published; empty is the default exchange, whose routing keys
  ///   are the names of queues
  public RabbitTransport(ConnectionFactory factory, String exchange) {
    this.factory = factory.clone();
    this.factory.setAutomaticRecoveryEnabled(false);
    this.factory.setConnectionTimeout(CONNECT_MILLIS);
    this.exchange = exchange;
  }

  @Override
  public String name() {
    return "rabbitmq";
  }

  @Override
  public synchronized List<Receipt> send(List<QueuedEvent> events) throws Exception {
    try {
      Channel open = channel();
      unroutable.clear();
      unconfirmed.clear();
      for (QueuedEvent event : events) {
        byte[] body = event.payload().getBytes(StandardCharsets.UTF_8);
        unconfirmed.put(open.getNextPublishSeqNo(), event.id());
        open.basicPublish(exchange, event.topic(), true, properties(event), body);
      }
      open.waitForConfirms(CONFIRM_TIMEOUT.toMillis());
      return events.stream().map(this::receipt).toList();
    } catch (IOException | ShutdownSignalException | TimeoutException e) {
      disconnect();
      throw e;
    }
  }

  private Receipt receipt(QueuedEvent event) {
    if (unroutable.contains(event.id())) {
      return new Receipt.Refused("No queue is bound to the routing key " + event.topic());
    }
    return unconfirmed.containsValue(event.id())
        ? new Receipt.Unavailable("The broker did not confirm")
        : Receipt.accepted();
  }

  private void confirmed(long number, boolean andAllBefore) {
    if (andAllBefore) {
      unconfirmed.headMap(number, true).clear();
    } else {
      unconfirmed.remove(number);
    }
  }

  private static AMQP.BasicProperties properties(QueuedEvent event) {
    Map<String, Object> headers = new HashMap<>(event.headers());
    headers.put(KEY_HEADER, event.key());
    return new AMQP.BasicProperties.Builder()
        .messageId(event.id())
        .deliveryMode(PERSISTENT)
        .contentEncoding("utf-8")
        .timestamp(Date.from(event.createdAt()))
        .headers(headers)
        .build();
  }

  private Channel channel() throws IOException, TimeoutException {
    Channel known = channel;
    if (known != null && known.isOpen()) {
      return known;
    }
    Connection open = connection;
    if (open == null || !open.isOpen()) {
      open = factory.newConnection("tocsin-outbox");
      connection = open;
    }
    Channel fresh = open.createChannel();
    if (fresh == null) {
      throw new IOException("The broker has no channel left for this connection");
    }
    fresh.confirmSelect();
    fresh.addReturnListener(
        returned -> unroutable.add(String.valueOf(returned.getProperties().getMessageId())));
    fresh.addConfirmListener(this::confirmed, (number, andAllBefore) -> {});
    channel = fresh;
    return fresh;
  }

  @Override
  public synchronized boolean isReachable() {
    try {
      return channel().isOpen();
    } catch (IOException | ShutdownSignalException | TimeoutException e) {
      disconnect();
      return false;
    }
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    channel = null;
    if (open != null) {
      open.abort(CONNECT_MILLIS);
    }
  }

  @Override
  public synchronized void close() {
    disconnect();
  }
}
