package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// A transport in memory that fails as it is told to.
final class SwitchedTransport implements Transport {

  final List<QueuedEvent> taken = new CopyOnWriteArrayList<>();
  final Map<String, Receipt> byPayload = new HashMap<>();
  volatile boolean up = true;
  int calls;

  @Override
  public String name() {
    return "switched";
  }

  @Override
  public List<Receipt> send(List<QueuedEvent> events) {
    calls++;
    if (!up) {
      throw new IllegalStateException("switched off");
    }
    List<Receipt> receipts = new ArrayList<>();
    for (QueuedEvent event : events) {
      Receipt receipt = byPayload.getOrDefault(event.payload(), Receipt.accepted());
      if (receipt instanceof Receipt.Accepted) {
        taken.add(event);
      }
      receipts.add(receipt);
    }
    return receipts;
  }

  @Override
  public boolean isReachable() {
    return up;
  }

  @Override
  public void close() {}

  List<String> payloads() {
    return taken.stream().map(QueuedEvent::payload).toList();
  }

  List<String> payloads(String key) {
    return taken.stream().filter(e -> e.key().equals(key)).map(QueuedEvent::payload).toList();
  }
}
