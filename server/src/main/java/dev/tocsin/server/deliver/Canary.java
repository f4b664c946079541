package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A test page on a schedule through the queue and each chosen channel. Its key names the time
/// slot, so several replicas send one. What it took from the queue to the receiver is the canary's
/// time.
public final class Canary {
  private static final int SLOTS_BEFORE_TROUBLE = 2;

  private final Database database;
  private final WatchOptions.Canary options;
  private final IncidentMessages messages;
  private final NotificationTable table;
  private final InstantSource clock;
  private final long startedMillis;

  /// The last canary that arrived.
  public record Arrival(long atMillis, long tookMillis) {}

  public Canary(
      Database database,
      WatchOptions.Canary options,
      IncidentMessages messages,
      Ids ids,
      InstantSource clock) {
    this.database = database;
    this.options = options;
    this.messages = messages;
    this.table = new NotificationTable(database, ids, clock);
    this.clock = clock;
    this.startedMillis = clock.millis();
  }

  /// Queues the canaries of this time slot that nobody has queued yet; whether there were any.
  boolean send() {
    if (options.every().isZero()) {
      return false;
    }
    long now = clock.millis();
    var payload = JsonBody.payload(messages.canary(now));
    return database.transaction(
        transaction -> {
          boolean any = false;
          for (var channel : options.channels()) {
            var canary =
                new Notification(
                    key(channel, slot()), channel, ChangeKind.TEST, null, 0, now, payload);
            any |= table.enqueue(transaction, canary);
          }
          return any;
        });
  }

  private long slot() {
    return clock.millis() / options.every().toMillis();
  }

  private static String key(String channel, long slot) {
    return "canary:" + channel + ":" + slot;
  }

  /// The last arrival through each channel, as far as it is not longer ago than two time slots.
  public Map<String, Arrival> arrivals() {
    var arrivals = new LinkedHashMap<String, Arrival>();
    if (options.every().isZero()) {
      return arrivals;
    }
    for (var channel : options.channels()) {
      var keys = List.of(key(channel, slot()), key(channel, slot() - 1));
      database
          .read(
              handle ->
                  handle
                      .createQuery(
                          """
                          SELECT finished_at, created_at FROM notifications
                          WHERE idempotency_key IN (<keys>) AND channel = :channel
                          AND state = 'delivered' ORDER BY finished_at DESC LIMIT 1
                          """)
                      .bindList("keys", keys)
                      .bind("channel", channel)
                      .map(
                          (row, _) ->
                              new Arrival(
                                  row.getLong("finished_at"),
                                  row.getLong("finished_at") - row.getLong("created_at")))
                      .findOne())
          .ifPresent(it -> arrivals.put(channel, it));
    }
    return arrivals;
  }

  /// The channels through which no canary arrived for two time slots.
  List<String> missing() {
    var patience = options.every().multipliedBy(SLOTS_BEFORE_TROUBLE);
    if (options.every().isZero()
        || Duration.ofMillis(clock.millis() - startedMillis).compareTo(patience) < 0) {
      return List.of();
    }
    var arrived = arrivals().keySet();
    return options.channels().stream().filter(it -> !arrived.contains(it)).toList();
  }
}
