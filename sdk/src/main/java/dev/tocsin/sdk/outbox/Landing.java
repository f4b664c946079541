package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes an event durable in the first store that takes it: the database, then the buffers in their
/// order. When none takes it, it says so as loudly as it can.
final class Landing {

  private static final Logger LOG = LoggerFactory.getLogger(Landing.class);

  private final String outbox;
  private final List<Store> stores;
  private final OutboxMetrics metrics;
  private final OutboxAlerts alerts;

  /// @param stores the database first
  Landing(String outbox, List<Store> stores, OutboxMetrics metrics, OutboxAlerts alerts) {
    this.outbox = outbox;
    this.stores = List.copyOf(stores);
    this.metrics = metrics;
    this.alerts = alerts;
  }

  Placement land(QueuedEvent event) {
    List<String> refusals = new ArrayList<>();
    for (Store store : stores) {
      String why = store.offer(event);
      if (why.isEmpty()) {
        return landed(store, refusals);
      }
      refusals.add(why);
    }
    lose(event, refusals);
    return Placement.LOST;
  }

  private Placement landed(Store store, List<String> refusals) {
    if (refusals.isEmpty()) {
      return Placement.OUTBOX;
    }
    metrics.diverted(store.name());
    return Placement.BUFFER;
  }

  private void lose(QueuedEvent event, List<String> refusals) {
    metrics.lost();
    LOG.error(
        "An event of the outbox {} is LOST: {}; no store took it: {}", outbox, event, refusals);
    try {
      alerts.raise(
          outbox + ".outbox.events-lost",
          "An event of the outbox "
              + outbox
              + " is lost, because no store took it: id "
              + event.id()
              + ", topic "
              + event.topic()
              + ", key "
              + event.key()
              + ". "
              + String.join("; ", refusals));
    } catch (RuntimeException e) {
      LOG.error("The loss of the event {} could not be raised as an alert", event.id(), e);
    }
  }
}
