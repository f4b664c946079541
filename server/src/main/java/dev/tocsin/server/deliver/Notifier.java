package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentChange;
import dev.tocsin.server.incident.IncidentListener;
import dev.tocsin.server.incident.TimelineEntry;
import java.net.URI;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Puts a notification for each routed channel into the queue, inside the transaction of the
/// incident's change: either both are true or neither.
public final class Notifier implements IncidentListener {
  private final Database database;
  private final DeliveryOptions options;
  private final DeliveryWorker worker;
  private final IncidentMessages messages;
  private final EntryStages stages;
  private final Ids ids;
  private final InstantSource clock;

  /// @param publicUrl where links in messages begin
  public Notifier(
      Database database,
      DeliveryOptions options,
      DeliveryWorker worker,
      URI publicUrl,
      Ids ids,
      InstantSource clock) {
    this.database = database;
    this.options = options;
    this.worker = worker;
    this.messages = new IncidentMessages(publicUrl);
    this.ids = ids;
    this.clock = clock;
    var table = new NotificationTable(database, ids, clock);
    this.stages = new EntryStages(table, options.timing().groupWait(), clock);
  }

  @Override
  public void incidentChanged(Handle transaction, IncidentChange change) {
    var incident = change.incident();
    var kind = kind(change);
    var channels = options.routing().channels(kind, incident.severity());
    if (channels.isEmpty()) {
      return;
    }
    long now = clock.millis();
    var payload = JsonBody.payload(messages.of(incident, kind, now));
    for (var channel : channels) {
      stages.enter(
          transaction,
          new Notification(
              key(incident, kind, channel),
              channel,
              kind,
              incident.id(),
              incident.timeline().size(),
              now,
              payload));
    }
    transaction.afterCommit(worker::wake);
  }

  /// Tries a channel; the outcome is in the delivery log.
  ///
  /// @param by the name of the person who tries it
  /// @return the idempotency key of the notification
  public String test(String channel, String by) {
    var key = "test:" + ids.next();
    long now = clock.millis();
    var payload = JsonBody.payload(messages.test(by, now));
    database.transaction(
        transaction ->
            stages.enter(
                transaction,
                new Notification(key, channel, ChangeKind.TEST, null, 0, now, payload)));
    worker.wake();
    return key;
  }

  /// A message that says that somebody tries a channel.
  ///
  /// @param by the name of that person
  Message testMessage(String by) {
    return messages.test(by, clock.millis());
  }

  /// The number of timeline lines tells the changes of one incident apart, because each change adds
  /// one under the incident's lock.
  private static String key(Incident incident, ChangeKind kind, String channel) {
    return String.join(
        ":", incident.id(), kind.text(), Integer.toString(incident.timeline().size()), channel);
  }

  private static ChangeKind kind(IncidentChange change) {
    return switch (change) {
      case IncidentChange.Opened _ -> ChangeKind.OPENED;
      case IncidentChange.Acknowledged _ -> ChangeKind.ACKNOWLEDGED;
      case IncidentChange.Resolved _ -> ChangeKind.RESOLVED;
      case IncidentChange.Updated(_, var entry) ->
          entry.kind().equals(TimelineEntry.SEVERITY) ? ChangeKind.ESCALATED : ChangeKind.UPDATED;
    };
  }
}
