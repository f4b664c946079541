package dev.tocsin.server.deliver;

import dev.tocsin.server.incident.AttachedAlert;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentChange;
import dev.tocsin.server.incident.IncidentListener;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Tells the receivers that the rules of an incident's alerts name. Each hears of the incident from
/// the moment at which the first such rule fires in it, as of its beginning, and from then on until
/// its end.
public final class OwnNotifier implements IncidentListener {
  /// Stands for the receivers of the channel itself.
  private static final String USUAL = "";

  private final NotificationTable table;
  private final DeliveryOptions options;
  private final IncidentMessages messages;
  private final Recipients routed;
  private final OwnWishes wishes;
  private final InstantSource clock;

  OwnNotifier(
      NotificationTable table,
      DeliveryOptions options,
      IncidentMessages messages,
      Recipients routed,
      OwnWishes wishes,
      InstantSource clock) {
    this.table = table;
    this.options = options;
    this.messages = messages;
    this.routed = routed;
    this.wishes = wishes;
    this.clock = clock;
  }

  @Override
  public void incidentChanged(Handle transaction, IncidentChange change) {
    var incident = change.incident();
    var wanted = wanted(incident);
    var told = told(transaction, incident.id());
    if (wanted.isEmpty() && told.isEmpty()) {
      return;
    }
    var kind = Notifier.kind(change);
    if (kind != ChangeKind.RESOLVED) {
      wanted.forEach(
          (channel, receivers) -> begin(transaction, incident, channel, receivers, told));
    }
    told.forEach((channel, receivers) -> goOn(transaction, incident, kind, channel, receivers));
  }

  /// By the names of their channels. Whom the routes reach through the same channel hears once.
  private Map<String, Set<String>> wanted(Incident incident) {
    var wanted = new LinkedHashMap<String, Set<String>>();
    for (var wish : wishes(incident)) {
      options
          .channelFor(wish.kind())
          .filter(channel -> wish.receivers().isEmpty() || channel.takesReceivers())
          .ifPresent(
              channel ->
                  wanted
                      .computeIfAbsent(channel.name(), _ -> new LinkedHashSet<>())
                      .addAll(wish.receivers().isEmpty() ? List.of(USUAL) : wish.receivers()));
    }
    if (!wanted.isEmpty()) {
      var reached = routed.of(incident, ChangeKind.OPENED, clock.millis()).keySet();
      reached.forEach(name -> wanted.computeIfPresent(name, this::withoutThoseOfTheChannel));
    }
    return wanted;
  }

  private Set<String> withoutThoseOfTheChannel(String name, Set<String> receivers) {
    var channel = options.channel(name).orElseThrow();
    receivers.removeIf(it -> it.equals(USUAL) || channel.reaches(it));
    return receivers;
  }

  private List<OwnWishes.Wish> wishes(Incident incident) {
    return incident.alerts().stream()
        .map(AttachedAlert::ruleId)
        .filter(id -> !id.isEmpty())
        .distinct()
        .flatMap(id -> wishes.of(id).stream())
        .toList();
  }

  private void begin(
      Handle transaction,
      Incident incident,
      String channel,
      Set<String> receivers,
      Map<String, Set<String>> told) {
    var fresh = new ArrayList<>(receivers);
    fresh.removeAll(told.getOrDefault(channel, Set.of()));
    if (fresh.isEmpty()) {
      return;
    }
    long now = clock.millis();
    fresh.forEach(receiver -> remember(transaction, incident.id(), channel, receiver, now));
    enqueue(transaction, incident, ChangeKind.OPENED, channel, fresh);
  }

  private void goOn(
      Handle transaction,
      Incident incident,
      ChangeKind kind,
      String channel,
      Collection<String> receivers) {
    boolean isHeard =
        options.channel(channel).filter(it -> it.usualChanges().contains(kind)).isPresent();
    if (!isHeard || kind == ChangeKind.OPENED) {
      return;
    }
    enqueue(transaction, incident, kind, channel, List.copyOf(receivers));
  }

  private void enqueue(
      Handle transaction,
      Incident incident,
      ChangeKind kind,
      String channel,
      List<String> receivers) {
    var message = messages.of(incident, kind, clock.millis());
    var own = receivers.stream().filter(it -> !it.equals(USUAL)).toList();
    if (!own.isEmpty()) {
      var path = OwnPath.name(channel);
      var payload = JsonBody.payload(message, new OwnReceivers(path, own));
      enqueue(transaction, incident, kind, path, payload);
    }
    if (own.size() < receivers.size()) {
      enqueue(transaction, incident, kind, channel, JsonBody.payload(message));
    }
  }

  /// What the routes have put into the queue for the same channel has the same key and stays alone.
  private void enqueue(
      Handle transaction, Incident incident, ChangeKind kind, String path, String payload) {
    long now = clock.millis();
    boolean isUnheard =
        kind == ChangeKind.RESOLVED
            && NotificationTable.muteWaiting(transaction, incident.id(), path, now);
    if (!isUnheard) {
      long due = kind == ChangeKind.OPENED ? now + groupWaitMillis(incident) : now;
      int position = incident.timeline().size();
      var key = Notifier.key(incident, kind, path);
      table.enqueue(
          transaction, new Notification(key, path, kind, incident.id(), position, due, payload));
    }
  }

  private long groupWaitMillis(Incident incident) {
    var plan = incident.plan();
    return (plan.legs().isEmpty() ? options.timing().groupWait() : plan.groupWait()).toMillis();
  }

  /// Who was told of the beginning of an incident, by the names of their channels.
  private static Map<String, Set<String>> told(Handle transaction, String incidentId) {
    var told = new LinkedHashMap<String, Set<String>>();
    transaction
        .createQuery(
            """
            SELECT channel, recipient FROM recipients_told WHERE message_key = :incident
            ORDER BY channel, at, recipient
            """)
        .bind("incident", incidentId)
        .map((row, _) -> Map.entry(row.getString("channel"), row.getString("recipient")))
        .forEach(
            it -> told.computeIfAbsent(it.getKey(), _ -> new LinkedHashSet<>()).add(it.getValue()));
    return told;
  }

  private static void remember(
      Handle transaction, String incidentId, String channel, String receiver, long nowMillis) {
    transaction.execute(
        "INSERT INTO recipients_told (message_key, channel, recipient, at) VALUES (?, ?, ?, ?)",
        incidentId,
        channel,
        receiver,
        nowMillis);
  }
}
