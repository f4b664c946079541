package dev.tocsin.server.event;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertSource;
import dev.tocsin.server.alert.ReceivedAlert;
import dev.tocsin.server.alert.ReceivedAlerts;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.JsonColumns;
import dev.tocsin.server.database.Pruning;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jdbi.v3.core.Handle;

/// Takes events in, each one once however often it comes, and puts alerts among them into the book
/// within the transaction that stores them.
public final class Events {
  private static final String RAISED = "alert.raised";
  private static final String RESOLVED = "alert.resolved";
  private static final String DEGRADED = "fallback.raised";
  private static final String RECOVERED = "fallback.resolved";
  private static final int KEY_LIMIT = 200;
  private static final String SENDER = "received/event/";

  private final Database database;
  private final EventOptions options;
  private final ReceivedAlerts received;
  private final FallbackListener stream;
  private final InstantSource clock;
  private final LongAdder accepted = new LongAdder();
  private final LongAdder duplicates = new LongAdder();
  private final Pruning pruning = new Pruning("events", this::removeOld);

  /// How many of a batch were new.
  record Taken(int accepted, int duplicates) {}

  /// @param stream hears of every fallback, whether it calls a person or not
  public Events(
      Database database,
      EventOptions options,
      ReceivedAlerts received,
      FallbackListener stream,
      InstantSource clock) {
    this.database = database;
    this.options = options;
    this.received = received;
    this.stream = stream;
    this.clock = clock;
  }

  /// Stores the events of a batch; when it returns they are on disk.
  Taken take(List<Event> batch) {
    var taken =
        database.transaction(
            transaction -> {
              var news =
                  batch.stream().filter(event -> EventTable.insert(transaction, event)).toList();
              news.forEach(event -> handOn(transaction, event));
              stream(transaction, news);
              return new Taken(news.size(), batch.size() - news.size());
            });
    accepted.add(taken.accepted());
    duplicates.add(taken.duplicates());
    return taken;
  }

  List<Event> newest(String application, String type, int limit) {
    return database.read(handle -> EventTable.newest(handle, application, type, limit));
  }

  /// Each key once, as it is at the end of the batch.
  private void stream(Handle transaction, List<Event> events) {
    var fallbacks = new TreeMap<String, Fallback>();
    for (var event : events) {
      var key = key(event);
      if (!key.isEmpty()) {
        boolean isOver = event.type().equals(RECOVERED) || event.type().equals(RESOLVED);
        fallbacks.put(
            event.application() + '/' + key,
            new Fallback(event.application(), key, event.message(), isOver));
      }
    }
    if (!fallbacks.isEmpty()) {
      stream.heard(transaction, List.copyOf(fallbacks.values()));
    }
  }

  /// What happened between two moments, the newest first.
  public List<Event> between(long fromMillis, long untilMillis, int limit) {
    return database.read(handle -> EventTable.between(handle, fromMillis, untilMillis, limit));
  }

  /// What the event is about; empty when it neither begins nor ends anything.
  private static String key(Event event) {
    var key = event.alertKey();
    return switch (event.type()) {
      case RAISED, RESOLVED -> key == null ? "" : key;
      case DEGRADED, RECOVERED ->
          key == null ? JsonColumns.field(event.data(), "key", KEY_LIMIT) : key;
      default -> "";
    };
  }

  /// The paging flag of governance comes before what the application thinks. The end of an alert
  /// always counts, for the flag may have changed meanwhile.
  private void handOn(Handle transaction, Event event) {
    var key = key(event);
    if (key.isEmpty()) {
      return;
    }
    var flag = options.paging().of(key);
    boolean pages = flag.orElse(event.type().equals(RAISED));
    switch (event.type()) {
      case RAISED, DEGRADED -> {
        if (pages) {
          received.take(transaction, List.of(alert(event, key, flag.isPresent(), 0)));
        }
      }
      case RESOLVED, RECOVERED ->
          received.take(transaction, List.of(alert(event, key, false, clock.millis())));
      default -> {}
    }
  }

  /// @param mustPage whether governance says that it leaves this server whatever the routes say
  /// @param endsAtMillis 0 while it fires; only the application knows when it ends
  private ReceivedAlert alert(Event event, String key, boolean mustPage, long endsAtMillis) {
    var labels =
        Map.of(
            "alertname", key,
            "application", event.application(),
            "severity", severity(event));
    var texts = new TreeMap<String, String>();
    texts.put("summary", event.message());
    texts.put("description", description(event));
    if (mustPage) {
      texts.put(Alert.PAGING, "on");
    }
    return new ReceivedAlert(
        new ReceivedAlert.Sender(AlertSource.EVENT, SENDER + event.application(), ""),
        event.application() + ": " + key,
        labels,
        texts,
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

  /// A fact has no severity of ours; if it calls a person, that is for a reason.
  private static String severity(Event event) {
    var severity = event.severity();
    if (severity != null) {
      return severity;
    }
    return JsonColumns.field(event.data(), "severity", KEY_LIMIT).equals("CRITICAL") ? "P1" : "P2";
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
