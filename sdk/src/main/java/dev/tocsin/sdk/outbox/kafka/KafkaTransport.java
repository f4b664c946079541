package dev.tocsin.sdk.outbox.kafka;

import dev.tocsin.sdk.outbox.Receipt;
import dev.tocsin.sdk.outbox.Transport;
import dev.tocsin.sdk.queue.QueuedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// Sends to Kafka: the topic and the key of the event are those of the record, its id is the header
/// `event-id`. Every record is acknowledged by all in-sync replicas.
public final class KafkaTransport implements Transport {

  /// The header with the event's id.
  public static final String ID_HEADER = "event-id";

  private static final int MAX_BLOCK_MILLIS = 3_000;
  private static final int REQUEST_MILLIS = 3_000;
  private static final int DELIVERY_MILLIS = 8_000;

  private final Map<String, Object> settings;
  private @Nullable KafkaProducer<String, String> producer;

  /// @param settings of a Kafka client: `bootstrap.servers`, security, whatever else is needed
  public KafkaTransport(Map<String, Object> settings) {
    this.settings = Map.copyOf(settings);
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public List<Receipt> send(List<QueuedEvent> events) throws InterruptedException {
    KafkaProducer<String, String> open = producer();
    Set<String> silentTopics = new HashSet<>();
    List<Future<?>> pending = new ArrayList<>();
    for (QueuedEvent event : events) {
      pending.add(send(open, event, silentTopics));
    }
    open.flush();
    List<Receipt> receipts = new ArrayList<>();
    for (Future<?> future : pending) {
      receipts.add(receipt(future));
    }
    return receipts;
  }

  /// Each record may wait for its topic's metadata, so a topic that gave none is not asked again.
  private static Future<?> send(
      KafkaProducer<String, String> producer, QueuedEvent event, Set<String> silentTopics) {
    if (silentTopics.contains(event.topic())) {
      return CompletableFuture.failedFuture(
          new TimeoutException("No word of the topic " + event.topic()));
    }
    try {
      Future<?> future = producer.send(record(event));
      if (future.isDone() && receiptOfDone(future) instanceof Receipt.Unavailable) {
        silentTopics.add(event.topic());
      }
      return future;
    } catch (KafkaException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Receipt receiptOfDone(Future<?> future) {
    try {
      return receipt(future);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Receipt.Unavailable("interrupted");
    }
  }

  private static ProducerRecord<String, String> record(QueuedEvent event) {
    ProducerRecord<String, String> record =
        new ProducerRecord<>(event.topic(), event.key(), event.payload());
    record.headers().add(ID_HEADER, event.id().getBytes(StandardCharsets.UTF_8));
    event
        .headers()
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static Receipt receipt(Future<?> future) throws InterruptedException {
    try {
      future.get();
      return Receipt.accepted();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why = cause.getClass().getSimpleName() + ": " + cause.getMessage();
      boolean refused =
          cause instanceof RecordTooLargeException
              || cause instanceof InvalidTopicException
              || cause instanceof AuthorizationException;
      return refused ? new Receipt.Refused(why) : new Receipt.Unavailable(why);
    }
  }

  private synchronized KafkaProducer<String, String> producer() {
    KafkaProducer<String, String> open = producer;
    if (open == null) {
      Map<String, Object> all = new HashMap<>();
      all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
      all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
      all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
      all.putAll(settings);
      all.put(ProducerConfig.ACKS_CONFIG, "all");
      all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
      open = new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
      producer = open;
    }
    return open;
  }

  @Override
  public boolean isReachable() {
    Map<String, Object> all = new HashMap<>(settings);
    all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    try (Admin admin = Admin.create(all)) {
      admin.describeCluster(new DescribeClusterOptions().timeoutMs(REQUEST_MILLIS)).nodes().get();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | KafkaException e) {
      return false;
    }
  }

  @Override
  public synchronized void close() {
    KafkaProducer<String, String> open = producer;
    if (open != null) {
      open.close(Duration.ofMillis(DELIVERY_MILLIS));
    }
  }
}
