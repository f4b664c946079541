package dev.tocsin.sdk.spring.sample;

import dev.tocsin.sdk.event.Event;
import dev.tocsin.sdk.event.EventClient;
import dev.tocsin.sdk.outbox.JdbcQueue;
import dev.tocsin.sdk.queue.QueuedEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// The worker: packs what was paid, as long as there is stock.
@Component
class Packing {

  private static final Logger LOG = LoggerFactory.getLogger(Packing.class);
  private static final InstantSource CLOCK = InstantSource.system();
  private static final Event.Alarm OUT_OF_STOCK =
      new Event.Alarm("shop.packing.out-of-stock", "P2");

  private final JdbcQueue queue;
  private final Orders orders;
  private final ObjectProvider<EventClient> events;
  private final Set<String> missing = ConcurrentHashMap.newKeySet();

  Packing(JdbcQueue queue, Orders orders, ObjectProvider<EventClient> events) {
    this.queue = queue;
    this.orders = orders;
    this.events = events;
  }

  // snippet: worker
  @Scheduled(fixedDelay = 100)
  void work() throws SQLException {
    while (queue.poll(this::pack)) {
      LOG.debug("The next order may be packed");
    }
  }

  private void pack(Connection transaction, QueuedEvent order) throws SQLException {
    String product = order.payload();
    if (!orders.pack(transaction, order.key(), product)) {
      outOfStock(product);
      throw new IllegalStateException(product + " is out of stock"); // tried again later
    }
    LOG.info("Order {} is packed", order.key());
    inStock(product);
  }

  // end

  // snippet: event
  private void outOfStock(String product) {
    if (missing.add(product)) {
      Map<String, Object> data = Map.of("product", product);
      Event event = Event.raised(OUT_OF_STOCK, product + " was sold and is not there", data, CLOCK);
      events.ifAvailable(client -> client.offer(event));
    }
  }

  private void inStock(String product) {
    if (missing.remove(product) && missing.isEmpty()) {
      Event event = Event.resolved(OUT_OF_STOCK, "Everything sold is there again", CLOCK);
      events.ifAvailable(client -> client.offer(event));
    }
  }
  // end
}
