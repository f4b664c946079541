package dev.tocsin.server.route;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How a group of alerts is told: to whom, and how patiently.
///
/// @param legs each receiver with the times in which it hears nothing; none at all leaves it to
///   `delivery.routes`
/// @param groupWait how long the first message waits for the rest of its group
/// @param groupInterval how far apart messages about a group that grows are
/// @param repeatInterval how often nobody having it is told again; zero for never
public record Plan(
    List<Leg> legs, Duration groupWait, Duration groupInterval, Duration repeatInterval) {
  public static final Duration USUAL_REPEAT = Duration.ofHours(4);

  public Plan {
    legs = List.copyOf(legs);
  }

  /// A receiver and the names of the intervals that mute it, or outside of which it is mute.
  ///
  /// @param receiver empty for whoever `delivery.routes` name
  public record Leg(String receiver, List<String> mute, List<String> active) {
    public Leg {
      mute = List.copyOf(mute);
      active = List.copyOf(active);
    }

    public boolean standsForUsual() {
      return receiver.isEmpty();
    }
  }

  /// The plan of a server without routes of its own.
  public static Plan usual() {
    return new Plan(List.of(), Duration.ZERO, Duration.ZERO, USUAL_REPEAT);
  }

  /// The leg that stands for `delivery.routes`.
  private static final Leg USUAL = new Leg("", List.of(), List.of());

  /// This plan, with further receivers who hear of it at any time.
  public Plan toldTo(List<String> receivers) {
    var all = new ArrayList<>(legs.isEmpty() ? List.of(USUAL) : legs);
    receivers.stream().map(it -> new Leg(it, List.of(), List.of())).forEach(all::add);
    var legs = all.stream().distinct().toList();
    return new Plan(legs, groupWait, groupInterval, repeatInterval);
  }

  /// This plan, with the receivers of another as well.
  public Plan and(Plan other) {
    var all = new ArrayList<>(legs);
    other.legs.stream().filter(leg -> !all.contains(leg)).forEach(all::add);
    return all.size() == legs.size()
        ? this
        : new Plan(all, groupWait, groupInterval, repeatInterval);
  }
}
