package dev.tocsin.sdk.outbox.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.tocsin.sdk.outbox.Receipt;
import dev.tocsin.sdk.queue.QueuedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RabbitTransportTest {

  private AmqpBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = new AmqpBroker();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static QueuedEvent event(String id, String topic, String key) {
    return new QueuedEvent(
        id, topic, key, "{\"id\":\"" + id + "\"}", Map.of("h", "v"), Instant.EPOCH);
  }

  @Test
  void eventsArriveInOrderWithIdKeyAndHeaders() throws Exception {
    try (Connection connection = broker.factory().newConnection();
        Channel channel = connection.createChannel();
        RabbitTransport transport = new RabbitTransport(broker.factory(), "")) {
      channel.queueDeclare("orders", true, false, false, null);
      for (int i = 0; i < 20; i++) {
        List<Receipt> receipts = transport.send(List.of(event("e" + i, "orders", "k")));
        assertEquals(List.of(Receipt.accepted()), receipts);
      }
      for (int i = 0; i < 20; i++) {
        GetResponse message = channel.basicGet("orders", true);
        assertEquals("e" + i, message.getProps().getMessageId());
        assertEquals("k", message.getProps().getHeaders().get("event-key").toString());
        assertEquals("v", message.getProps().getHeaders().get("h").toString());
        String body = new String(message.getBody(), StandardCharsets.UTF_8);
        assertEquals("{\"id\":\"e" + i + "\"}", body);
      }
    }
  }

  @Test
  void anEventThatReachesNoQueueIsRefusedAndItsNeighbourIsTaken() throws Exception {
    try (Connection connection = broker.factory().newConnection();
        Channel channel = connection.createChannel();
        RabbitTransport transport = new RabbitTransport(broker.factory(), "")) {
      channel.queueDeclare("there", true, false, false, null);
      List<Receipt> receipts =
          transport.send(List.of(event("a", "nowhere", "k1"), event("b", "there", "k2")));
      assertInstanceOf(Receipt.Refused.class, receipts.get(0));
      assertEquals(Receipt.accepted(), receipts.get(1));
    }
  }

  @Test
  void aStoppedBrokerCannotBeReached() throws Exception {
    try (RabbitTransport transport = new RabbitTransport(broker.factory(), "")) {
      assertTrue(transport.isReachable());
      broker.close();
      assertThrows(Exception.class, () -> transport.send(List.of(event("a", "there", "k"))));
      assertFalse(transport.isReachable());
    }
  }
}
