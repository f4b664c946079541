package dev.tocsin.server.route;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Whom an incident is told that nobody takes: further receivers, one step after the other.
///
/// @param severities those of the incidents that it is for
/// @param steps the soonest first
public record Escalation(Set<String> severities, List<Step> steps) {
  /// @param after since the incident opened
  public record Step(Duration after, List<String> receivers) {
    public Step {
      receivers = List.copyOf(receivers);
    }
  }

  public Escalation {
    severities = Set.copyOf(severities);
    steps = List.copyOf(steps);
  }

  static Escalation none() {
    return new Escalation(Set.of(), List.of());
  }

  public boolean covers(String severity) {
    return !steps.isEmpty() && severities.contains(severity);
  }

  /// When a step is due; 0 when there is none.
  ///
  /// @param told how many steps were told
  public long dueMillis(int told, long startedMillis) {
    return told < steps.size() ? startedMillis + steps.get(told).after().toMillis() : 0;
  }
}
