package dev.tocsin.server.deliver;

import dev.tocsin.server.incident.AttachedAlert;
import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.route.Plan;
import dev.tocsin.server.route.Recurrence;
import dev.tocsin.server.route.RoutingOptions;
import dev.tocsin.server.route.TimeInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Which channels hear of a change of an incident, and from when on. The incident's plan says so;
/// where it names no receiver, `delivery.routes` do.
final class Recipients {
  /// A receiver that is mute for longer than anybody plans ahead.
  private static final Duration FAR = Duration.ofDays(8);

  private final DeliveryOptions options;
  private final RoutingOptions routing;

  Recipients(DeliveryOptions options, RoutingOptions routing) {
    this.options = options;
    this.routing = routing;
  }

  /// The names of the channels, each with the moment before which it is mute.
  Map<String, Long> of(Incident incident, ChangeKind kind, long nowMillis) {
    var channels = new LinkedHashMap<String, Long>();
    var legs = incident.plan().legs();
    if (legs.isEmpty()) {
      usual(incident, kind, channels);
    }
    for (var leg : legs) {
      if (leg.standsForUsual()) {
        usual(incident, kind, channels);
      } else {
        long from = notBefore(leg, nowMillis);
        for (var name : routing.channels(leg.receiver())) {
          add(name, kind, from, channels);
        }
      }
    }
    if (incident.alerts().stream().anyMatch(AttachedAlert::mustPage)) {
      options.routing().paging().forEach(it -> add(it.name(), kind, 0, channels));
    }
    return channels;
  }

  private void usual(Incident incident, ChangeKind kind, Map<String, Long> channels) {
    options.routing().channels(kind, incident.severity()).forEach(it -> channels.put(it, 0L));
  }

  private void add(String name, ChangeKind kind, long fromMillis, Map<String, Long> channels) {
    options
        .channel(name)
        .filter(channel -> channel.usualChanges().contains(kind))
        .ifPresent(_ -> channels.merge(name, fromMillis, Math::min));
  }

  private long notBefore(Plan.Leg leg, long nowMillis) {
    var now = Instant.ofEpochMilli(nowMillis);
    var mute = routing.intervals(leg.mute());
    var active = routing.intervals(leg.active());
    long until = Recurrence.anyContains(mute, now) ? end(mute, now) : 0;
    if (!leg.active().isEmpty() && !Recurrence.anyContains(active, now)) {
      until = Math.max(until, beginning(active, now));
    }
    return until;
  }

  private static long end(List<TimeInterval> mute, Instant now) {
    return TimeInterval.endOf(mute, now).orElse(now.plus(FAR)).toEpochMilli();
  }

  private static long beginning(List<TimeInterval> active, Instant now) {
    return TimeInterval.beginningOf(active, now).orElse(now.plus(FAR)).toEpochMilli();
  }
}
