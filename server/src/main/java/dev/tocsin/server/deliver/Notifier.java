package dev.tocsin.server.deliver;

import dev.tocsin.server.database.Database;
import dev.tocsin.server.database.Ids;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentChange;
import dev.tocsin.server.incident.IncidentListener;
import dev.tocsin.server.incident.TimelineEntry;
import dev.tocsin.server.route.RoutingOptions;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Puts a notification for each routed channel into the queue, inside the transaction of the
/// incident's change: either both are true or neither.
public final class Notifier implements IncidentListener {
  private final Database database;
  private final DeliveryOptions options;
  private final DeliveryWorker worker;
  private final IncidentMessages messages;
  private final EntryStages stages;
  private final Recipients recipients;
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
    this.stages = new EntryStages(table, clock);
    this.recipients = new Recipients(options, RoutingOptions.none());
  }

  private Notifier(Notifier other, Recipients recipients) {
    this.database = other.database;
    this.options = other.options;
    this.worker = other.worker;
    this.messages = other.messages;
    this.stages = other.stages;
    this.recipients = recipients;
    this.ids = other.ids;
    this.clock = other.clock;
  }

  /// This notifier, telling whom the routes name.
  public Notifier routedBy(RoutingOptions routing) {
    return new Notifier(this, new Recipients(options, routing));
  }

  /// Tells those whom rules name, beside whom this notifier tells.
  public OwnNotifier own(OwnWishes wishes) {
    var table = new NotificationTable(database, ids, clock);
    return new OwnNotifier(table, options, messages, recipients, wishes, clock);
  }

  @Override
  public void incidentChanged(Handle transaction, IncidentChange change) {
    var incident = change.incident();
    var kind = kind(change);
    long now = clock.millis();
    var channels = recipients.of(incident, kind, now);
    if (channels.isEmpty()) {
      return;
    }
    var payload = JsonBody.payload(messages.of(incident, kind, now));
    for (var channel : channels.entrySet()) {
      var notification =
          new Notification(
              key(incident, kind, channel.getKey()),
              channel.getKey(),
              kind,
              incident.id(),
              incident.timeline().size(),
              now,
              payload);
      stages.enter(
          transaction,
          new Entry(
              notification,
              patience(incident, channel.getValue()),
              () -> JsonBody.payload(messages.of(incident, ChangeKind.OPENED, now))));
    }
    transaction.afterCommit(worker::wake);
  }

  /// An incident without routes of its own waits as the section `delivery` says.
  private Entry.Patience patience(Incident incident, long notBeforeMillis) {
    var plan = incident.plan();
    return plan.legs().isEmpty()
        ? new Entry.Patience(options.timing().groupWait().toMillis(), 0, notBeforeMillis)
        : new Entry.Patience(
            plan.groupWait().toMillis(), plan.groupInterval().toMillis(), notBeforeMillis);
  }

  /// Tries a channel; the outcome is in the delivery log.
  ///
  /// @param by the name of the person who tries it
  /// @return the idempotency key of the notification
  public String test(String channel, String by) {
    return enqueueTest(channel, JsonBody.payload(messages.test(by, clock.millis())));
  }

  /// Tries how receivers of their own are told; the outcome is in the delivery log.
  ///
  /// @param receivers as [Channel#to] wants them; if there are none, those of the channel
  /// @return the idempotency key of the notification
  public String test(String channel, List<String> receivers, Message message) {
    var path = receivers.isEmpty() ? channel : OwnPath.name(channel);
    return enqueueTest(path, JsonBody.payload(message, new OwnReceivers(path, receivers)));
  }

  private String enqueueTest(String channel, String payload) {
    var key = "test:" + ids.next();
    long now = clock.millis();
    database.transaction(
        transaction ->
            stages.enter(
                transaction,
                new Entry(
                    new Notification(key, channel, ChangeKind.TEST, null, 0, now, payload),
                    Entry.Patience.NONE,
                    () -> payload)));
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
  static String key(Incident incident, ChangeKind kind, String channel) {
    return String.join(
        ":", incident.id(), kind.text(), Integer.toString(incident.timeline().size()), channel);
  }

  static ChangeKind kind(IncidentChange change) {
    return switch (change) {
      case IncidentChange.Opened _ -> ChangeKind.OPENED;
      case IncidentChange.Acknowledged _ -> ChangeKind.ACKNOWLEDGED;
      case IncidentChange.Resolved _ -> ChangeKind.RESOLVED;
      case IncidentChange.Reminded _ -> ChangeKind.REMINDED;
      case IncidentChange.Escalated _ -> ChangeKind.ESCALATED;
      case IncidentChange.Updated(_, var entry) ->
          entry.kind().equals(TimelineEntry.SEVERITY) ? ChangeKind.ESCALATED : ChangeKind.UPDATED;
    };
  }
}
