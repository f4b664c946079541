package dev.tocsin.server.event;

import dev.tocsin.server.alert.AlertSource;
import dev.tocsin.server.alert.ReceivedAlert;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Pruning;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Takes events in, each one once however often it comes, and puts alerts among them into the book
/// within the transaction that stores them.
public final class Events {
  private static final String RAISED = "alert.raised";
  private static final String RESOLVED = "alert.resolved";
  private static final String SENDER = "received/event/";

  private final Database database;
  private final EventOptions options;
  private final ReceivedAlerts received;
  private final InstantSource clock;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final Pruning pruning = new Pruning("events", this::removeOld);

  /// How many of a batch were new.
  record Taken(int accepted, int duplicates) {}

  public Events(
      Database database, EventOptions options, ReceivedAlerts received, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.received = received;
    this.clock = clock;
  }

  /// Stores the events of a batch; when it returns they are on disk.
  Taken take(List<Event> batch) {
    var taken =
        database.transaction(
            transaction -> {
              int news = 0;
              for (var event : batch) {
                if (EventTable.insert(transaction, event)) {
                  news++;
                  handOn(transaction, event);
                }
              }
              return new Taken(news, batch.size() - news);
            });
    accepted.add(taken.accepted());
    duplicates.add(taken.duplicates());
    return taken;
  }

  List<Event> newest(String application, String type, int limit) {
    return database.read(handle -> EventTable.newest(handle, application, type, limit));
  }

  /// What happened between two moments, the newest first.
  public List<Event> between(long fromMillis, long untilMillis, int limit) {
    return database.read(handle -> EventTable.between(handle, fromMillis, untilMillis, limit));
  }

  private void handOn(Handle transaction, Event event) {
    var key = event.alertKey();
    if (key == null) {
      return;
    }
    switch (event.type()) {
      case RAISED -> received.take(transaction, List.of(alert(event, key, 0)));
      case RESOLVED -> received.take(transaction, List.of(alert(event, key, clock.millis())));
      default -> {}
    }
  }

  /// @param endsAtMillis 0 while it fires; only the application knows when it ends
  private ReceivedAlert alert(Event event, String key, long endsAtMillis) {
    var labels =
        Map.of(
            "alertname", key,
            "application", event.application(),
            "severity", severity(event.severity()));
    return new ReceivedAlert(
        new ReceivedAlert.Sender(AlertSource.EVENT, SENDER + event.application(), ""),
        event.application() + ": " + key,
        labels,
        Map.of("summary", event.message(), "description", description(event)),
        endsAtMillis == 0
            ? event.happenedAtMillis()
            : Math.min(event.happenedAtMillis(), endsAtMillis),
        endsAtMillis);
  }

  private static String description(Event event) {
    return event.toldDirectly()
        ? event.message()
            + " (This server was away, so the application told its incident webhook by itself.)"
        : event.message();
  }

  private static String severity(@Nullable String severity) {
    return severity == null ? "P4" : severity;
  }

  /// Events that were new, since the start.
  public long accepted() {
    return accepted.sum();
  }

  /// Events that had come before, since the start.
  public long duplicates() {
    return duplicates.sum();
  }

  /// Removes the events that are older than the retention.
  int prune() {
    return pruning.prune();
  }

  private int removeOld(int limit) {
    long before = clock.millis() - options.retention().toMillis();
    return database.transaction(handle -> EventTable.deleteReceivedBefore(handle, before, limit));
  }

  public void start() {
    pruning.start();
  }

  public void stop() {
    pruning.stop();
  }
}
