package dev.tocsin.server.event;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertChange;
import dev.tocsin.server.alert.AlertListener;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Takes events in, each one once however often it comes, and hands alerts among them on within the
/// transaction that stores them.
public final class Events {
  private static final System.Logger LOG = System.getLogger(Events.class.getName());
  private static final Duration PRUNE_EVERY = Duration.ofHours(1);
  private static final String RAISED = "alert.raised";
  private static final String RESOLVED = "alert.resolved";

  private final Database database;
  private final EventOptions options;
  private final AlertListener listener;
  private final InstantSource clock;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final CountDownLatch stopping = new CountDownLatch(1);

  /// How many of a batch were new.
  record Taken(int accepted, int duplicates) {}

  public Events(
      Database database, EventOptions options, AlertListener listener, InstantSource clock) {
    this.database = database;
    this.options = options;
    this.listener = listener;
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

  private void handOn(Handle transaction, Event event) {
    var key = event.alertKey();
    if (key == null) {
      return;
    }
    switch (event.type()) {
      case RAISED ->
          listener.alertChanged(
              transaction, new AlertChange.Fired(alert(event, key, AlertState.FIRING)));
      case RESOLVED ->
          listener.alertChanged(
              transaction, new AlertChange.Resolved(alert(event, key, AlertState.RESOLVED)));
      default -> {}
    }
  }

  private Alert alert(Event event, String key, AlertState state) {
    var labels = new HashMap<String, String>();
    labels.put("alertname", key);
    labels.put("application", event.application());
    labels.put("severity", severity(event.severity()));
    return new Alert(
        event.id(),
        event.application() + "/" + key,
        event.application() + ": " + key,
        labels,
        Map.of("summary", event.message(), "description", description(event)),
        state,
        1,
        event.happenedAtMillis(),
        event.happenedAtMillis(),
        state == AlertState.RESOLVED ? clock.millis() : 0,
        clock.millis(),
        null,
        0);
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
    long before = clock.millis() - options.retention().toMillis();
    return database.transaction(handle -> EventTable.deleteReceivedBefore(handle, before));
  }

  public void start() {
    Thread.ofVirtual().name("event history").start(this::keepPruning);
  }

  public void stop() {
    stopping.countDown();
  }

  private void keepPruning() {
    try {
      do {
        pruneOrTell();
      } while (!stopping.await(PRUNE_EVERY.toSeconds(), TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pruneOrTell() {
    try {
      prune();
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "old events cannot be removed, trying again later", e);
    }
  }
}
