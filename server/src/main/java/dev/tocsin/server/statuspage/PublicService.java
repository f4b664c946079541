package dev.tocsin.server.statuspage;

import dev.tocsin.server.probe.ServiceState;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/// A line of the status page. What the check said stays inside.
public record PublicService(String name, String displayName, Current current, Uptime uptime) {
  /// The last check.
  ///
  /// @param checkedAtMillis 0 if it was never checked
  public record Current(PublicState state, long checkedAtMillis, OptionalInt latencyMillis) {}

  /// @param percentage absent when nobody checked
  /// @param days the oldest first, today last
  public record Uptime(OptionalDouble percentage, List<PublicDay> days) {
    public Uptime {
      days = List.copyOf(days);
    }

    /// Cut, not rounded: 99.999 is not 100.
    public String text() {
      if (percentage.isEmpty()) {
        return "no data";
      }
      double cut = Math.floor(percentage.getAsDouble() * 100) / 100;
      return String.format(Locale.ROOT, "%.2f %%", cut);
    }
  }

  static PublicService of(ServiceState service, long nowMillis) {
    return new PublicService(
        service.name(), service.displayName(), current(service, nowMillis), uptime(service));
  }

  private static Current current(ServiceState service, long nowMillis) {
    var state = state(service, nowMillis);
    var latency = service.current().latencyMillis();
    return new Current(
        state,
        service.current().lastCheckedAtMillis(),
        latency == null || state == PublicState.UNKNOWN
            ? OptionalInt.empty()
            : OptionalInt.of(latency));
  }

  private static Uptime uptime(ServiceState service) {
    var days = service.uptime().days().stream().map(PublicDay::of).toList();
    boolean checked = days.stream().anyMatch(day -> day.uptime().isPresent());
    return new Uptime(
        checked ? OptionalDouble.of(service.uptime().percentage()) : OptionalDouble.empty(), days);
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

  public PublicState state() {
    return current.state();
  }
}
