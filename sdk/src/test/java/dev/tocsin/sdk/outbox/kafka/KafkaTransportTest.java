package dev.tocsin.sdk.outbox.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tocsin.sdk.outbox.Receipt;
import dev.tocsin.sdk.queue.QueuedEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTransportTest {

  @TempDir static Path folder;
  private static KafkaBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = new KafkaBroker(folder);
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static QueuedEvent event(String id, String topic, String key, String payload) {
    return new QueuedEvent(
        id, topic, key, payload, Map.of("traceparent", "00-a-b-01"), Instant.EPOCH);
  }

  @Test
  void anEventArrivesWithKeyIdAndHeaders() throws Exception {
    try (KafkaTransport transport = new KafkaTransport(broker.clientSettings())) {
      List<Receipt> receipts = transport.send(List.of(event("e1", "orders", "o-1", "{\"a\":1}")));
      assertEquals(List.of(Receipt.accepted()), receipts);
      ConsumerRecord<String, String> record = broker.records("orders").get(0);
      assertEquals("o-1", record.key());
      assertEquals("{\"a\":1}", record.value());
      assertEquals("e1", header(record, KafkaTransport.ID_HEADER));
      assertEquals("00-a-b-01", header(record, "traceparent"));
    }
  }

  private static String header(ConsumerRecord<String, String> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void anEventThatTheBrokerDoesNotWantIsRefusedAndItsNeighbourIsTaken() throws Exception {
    try (KafkaTransport transport = new KafkaTransport(broker.clientSettings())) {
      List<Receipt> receipts =
          transport.send(
              List.of(
                  event("big", "sizes", "a", "x".repeat(200_000)),
                  event("bad", "no such topic!", "b", "x"),
                  event("good", "sizes", "c", "x")));
      assertInstanceOf(Receipt.Refused.class, receipts.get(0));
      assertInstanceOf(Receipt.Refused.class, receipts.get(1));
      assertEquals(Receipt.accepted(), receipts.get(2));
    }
  }

  @Test
  void aStoppedBrokerIsUnavailableAndTheTransportGoesOnWhenItIsBack() throws Exception {
    try (KafkaTransport transport = new KafkaTransport(broker.clientSettings())) {
      transport.send(List.of(event("before", "stops", "k", "1")));
      assertTrue(transport.isReachable());
      broker.stop();
      List<QueuedEvent> events = new ArrayList<>();
      events.add(event("during", "stops", "k", "2"));
      assertInstanceOf(Receipt.Unavailable.class, transport.send(events).get(0));
      assertFalse(transport.isReachable());
      broker.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> transport.send(events).get(0) instanceof Receipt.Accepted);
      assertTrue(broker.records("stops").size() >= 2);
    }
  }
}
