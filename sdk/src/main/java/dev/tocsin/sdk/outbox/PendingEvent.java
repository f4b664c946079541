package dev.tocsin.sdk.outbox;

import dev.tocsin.sdk.queue.QueuedEvent;

/// A row of the outbox.
record PendingEvent(long position, QueuedEvent event, int attempts) {

  String key() {
    return event.key();
  }
}
