package dev.tocsin.server.statuspage;

import dev.tocsin.server.probe.ServiceState;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A line of the status page. What the check said stays inside.
///
/// @param checkedAtMillis 0 if it was never checked
/// @param days the oldest first, today last
public record PublicService(
    String name,
    String displayName,
    PublicState state,
    long checkedAtMillis,
    OptionalInt latencyMillis,
    OptionalDouble uptime,
    List<PublicDay> days) {
  public PublicService {
    days = List.copyOf(days);
  }

  static PublicService of(ServiceState service, long nowMillis) {
    var current = service.current();
    var latency = current.latencyMillis();
    var days = service.uptime().days().stream().map(PublicDay::of).toList();
    boolean checked = days.stream().anyMatch(day -> day.uptime().isPresent());
    var state = state(service, nowMillis);
    return new PublicService(
        service.name(),
        service.displayName(),
        state,
        current.lastCheckedAtMillis(),
        latency == null || state == PublicState.UNKNOWN
            ? OptionalInt.empty()
            : OptionalInt.of(latency),
        checked ? OptionalDouble.of(service.uptime().percentage()) : OptionalDouble.empty(),
        days);
  }

  private static PublicState state(ServiceState service, long nowMillis) {
    if (service.current().lastCheckedAtMillis() == 0 || service.isStale(nowMillis)) {
      return PublicState.UNKNOWN;
    }
    return switch (service.status()) {
      case UP -> PublicState.OPERATIONAL;
      case DEGRADED -> PublicState.DEGRADED;
      case DOWN -> PublicState.DOWN;
    };
  }

  /// Cut, not rounded: 99.999 is not 100.
  public String uptimeText() {
    if (uptime.isEmpty()) {
      return "no data";
    }
    return String.format(Locale.ROOT, "%.2f %%", Math.floor(uptime.getAsDouble() * 100) / 100);
  }
}
