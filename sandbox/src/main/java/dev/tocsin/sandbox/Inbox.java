package dev.tocsin.sandbox;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/// One [Mailbox] per service.
final class Inbox {
  private final Map<Service, Mailbox> boxes = new EnumMap<>(Service.class);

  Inbox(InstantSource clock) {
    for (Service service : Service.values()) {
      boxes.put(service, new Mailbox(service, clock));
    }
  }

  Mailbox box(Service service) {
    Mailbox box = boxes.get(service);
    if (box == null) {
      throw new IllegalStateException("BUG: no mailbox for " + service);
    }
    return box;
  }
}
