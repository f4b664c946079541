package dev.tocsin.server.deliver;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The first half of the way of a notification: mute → group wait → dedup, inside the transaction
/// of the change. The second half, render → send with retry → record, is [DeliveryWorker]'s.
final class EntryStages {
  private final NotificationTable table;
  private final Duration groupWait;
  private final InstantSource clock;
  private final List<Stage> stages = List.of(this::mute, this::groupWait, this::dedup);

  EntryStages(NotificationTable table, Duration groupWait, InstantSource clock) {
    this.table = table;
    this.groupWait = groupWait;
    this.clock = clock;
  }

  /// Whether the notification is in the queue now.
  boolean enter(Handle transaction, Notification notification) {
    var current = Optional.of(notification);
    for (var stage : stages) {
      current = current.flatMap(it -> stage.apply(transaction, it));
    }
    return current.isPresent();
  }

  /// Whoever was not told of the beginning yet need not hear of the end.
  private Optional<Notification> mute(Handle transaction, Notification notification) {
    var incidentId = notification.incidentId();
    if (notification.kind() != ChangeKind.RESOLVED || incidentId == null) {
      return Optional.of(notification);
    }
    boolean unheard =
        NotificationTable.muteWaiting(
            transaction, incidentId, notification.channel(), clock.millis());
    return unheard ? Optional.empty() : Optional.of(notification);
  }

  private Optional<Notification> groupWait(Handle transaction, Notification notification) {
    return switch (notification.kind()) {
      case OPENED -> Optional.of(notification.due(clock.millis() + groupWait.toMillis()));
      case ACKNOWLEDGED, UPDATED, ESCALATED, RESOLVED, TEST -> Optional.of(notification);
    };
  }

  private Optional<Notification> dedup(Handle transaction, Notification notification) {
    return table.enqueue(transaction, notification) ? Optional.of(notification) : Optional.empty();
  }
}
