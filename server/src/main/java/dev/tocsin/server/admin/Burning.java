package dev.tocsin.server.admin;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.incident.AttachedAlert;
import dev.tocsin.server.incident.Incident;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// What needs a person now.
///
/// @param incidents open ones, worst first; of the same severity those that nobody has first
/// @param total how many are open, also those that are not shown
/// @param alerts those that fire and belong to no open incident, worst first
public record Burning(List<Incident> incidents, long total, List<Alert> alerts) {
  public Burning {
    incidents = List.copyOf(incidents);
    alerts = List.copyOf(alerts);
  }

  static Burning of(List<Incident> open, long total, List<Alert> alerts) {
    var covered =
        open.stream()
            .flatMap(incident -> incident.alerts().stream())
            .filter(AttachedAlert::isFiring)
            .map(AttachedAlert::fingerprint)
            .collect(Collectors.toSet());
    return new Burning(
        open.stream().sorted(worstFirst()).toList(),
        total,
        alerts.stream()
            .filter(alert -> alert.state() == AlertState.FIRING)
            .filter(alert -> !covered.contains(alert.fingerprint()))
            .sorted(
                Comparator.comparing((Alert alert) -> severity(alert))
                    .thenComparingLong(Alert::firedAtMillis))
            .toList());
  }

  private static Comparator<Incident> worstFirst() {
    return Comparator.comparing(Incident::severity)
        .thenComparing(Incident::isAcknowledged)
        .thenComparingLong(Incident::startedAtMillis);
  }

  /// The severity as it sorts: an alert without one comes last.
  private static String severity(Alert alert) {
    var severity = alert.label("severity");
    return severity.isEmpty() ? "~" : severity;
  }

  /// How many open incidents nobody has.
  public long unowned() {
    return incidents.stream().filter(incident -> !incident.isAcknowledged()).count();
  }

  public boolean isCalm() {
    return incidents.isEmpty() && alerts.isEmpty();
  }
}
