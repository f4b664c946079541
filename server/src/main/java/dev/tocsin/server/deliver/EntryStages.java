package dev.tocsin.server.deliver;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The first half of the way of a notification: mute → merge → wait → dedup, inside the transaction
/// of the change. The second half, render → send with retry → record, is [DeliveryWorker]'s.
final class EntryStages {
  private final NotificationTable table;
  private final InstantSource clock;
  private final List<Stage> stages = List.of(this::mute, this::merge, this::await, this::dedup);

  EntryStages(NotificationTable table, InstantSource clock) {
    this.table = table;
    this.clock = clock;
  }

  /// Whether the notification is in the queue now.
  boolean enter(Handle transaction, Entry entry) {
    var current = Optional.of(entry);
    for (var stage : stages) {
      current = current.flatMap(it -> stage.apply(transaction, it));
    }
    return current.isPresent();
  }

  /// Whoever was not told of the beginning yet need not hear of the end, and nobody is reminded at
  /// a time at which they want to hear nothing.
  private Optional<Entry> mute(Handle transaction, Entry entry) {
    var notification = entry.notification();
    var incidentId = notification.incidentId();
    if (notification.kind() == ChangeKind.REMINDED && isMuteNow(entry)) {
      return Optional.empty();
    }
    if (notification.kind() != ChangeKind.RESOLVED || incidentId == null) {
      return Optional.of(entry);
    }
    boolean unheard =
        NotificationTable.muteWaiting(
            transaction, incidentId, notification.channel(), clock.millis());
    return unheard ? Optional.empty() : Optional.of(entry);
  }

  private boolean isMuteNow(Entry entry) {
    return entry.patience().notBeforeMillis() > clock.millis();
  }

  /// What happens while a message still waits becomes part of it.
  private Optional<Entry> merge(Handle transaction, Entry entry) {
    return switch (entry.notification().kind()) {
      case UPDATED -> mergeUpdate(transaction, entry);
      case ESCALATED, REMINDED, ACKNOWLEDGED -> mergeNews(transaction, entry);
      case RESOLVED -> {
        WaitingTable.supersede(transaction, entry.notification(), clock.millis());
        yield Optional.of(entry);
      }
      case OPENED, TEST -> Optional.of(entry);
    };
  }

  private Optional<Entry> mergeUpdate(Handle transaction, Entry entry) {
    var news = entry.notification();
    long now = clock.millis();
    if (mergeIntoOpening(transaction, entry)) {
      return Optional.empty();
    }
    boolean waits =
        WaitingTable.refresh(transaction, news, ChangeKind.UPDATED, news.payload(), now);
    return waits ? Optional.empty() : Optional.of(entry);
  }

  private Optional<Entry> mergeNews(Handle transaction, Entry entry) {
    if (mergeIntoOpening(transaction, entry)) {
      return Optional.empty();
    }
    WaitingTable.supersede(transaction, entry.notification(), clock.millis());
    return Optional.of(entry);
  }

  private boolean mergeIntoOpening(Handle transaction, Entry entry) {
    var news = entry.notification();
    long now = clock.millis();
    return WaitingTable.has(transaction, news, ChangeKind.OPENED, now)
        && WaitingTable.refresh(
            transaction, news, ChangeKind.OPENED, entry.asOpening().text(), now);
  }

  private Optional<Entry> await(Handle transaction, Entry entry) {
    var patience = entry.patience();
    long now = clock.millis();
    long due =
        switch (entry.notification().kind()) {
          case OPENED -> Math.max(now + patience.groupWaitMillis(), patience.notBeforeMillis());
          case UPDATED -> Math.max(nextUpdate(transaction, entry), patience.notBeforeMillis());
          case ESCALATED -> Math.max(now, patience.notBeforeMillis());
          case ACKNOWLEDGED, RESOLVED, REMINDED, TEST -> now;
        };
    return Optional.of(entry.with(it -> it.due(due)));
  }

  private long nextUpdate(Handle transaction, Entry entry) {
    long interval = entry.patience().groupIntervalMillis();
    long now = clock.millis();
    return interval == 0
        ? now
        : Math.max(now, WaitingTable.lastMillis(transaction, entry.notification()) + interval);
  }

  private Optional<Entry> dedup(Handle transaction, Entry entry) {
    return table.enqueue(transaction, entry.notification()) ? Optional.of(entry) : Optional.empty();
  }
}
