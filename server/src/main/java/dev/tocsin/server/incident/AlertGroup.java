package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.route.RoutingTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// Alerts of one batch that belong into one incident.
///
/// @param isRouted whether a route says so; then it opens an incident whatever its severity
record AlertGroup(String key, boolean isRouted, RoutingTree.Found found, List<Alert> alerts) {
  static List<AlertGroup> of(List<Alert> alerts, RoutingTree tree) {
    var groups = new LinkedHashMap<String, AlertGroup>();
    for (var alert : alerts) {
      var found = tree.find(alert.labels());
      var key = found.groupKey().orElseGet(() -> IncidentDraft.key(alert));
      groups
          .computeIfAbsent(
              key, _ -> new AlertGroup(key, tree.root().isPresent(), found, new ArrayList<>()))
          .alerts()
          .add(alert);
    }
    return List.copyOf(groups.values());
  }

  Alert worst() {
    return alerts.stream().min(Comparator.comparing(Severity::ofAlert)).orElseThrow();
  }

  /// Whether one of them must leave this server, whatever the severities say.
  boolean mustPage() {
    return alerts.stream().anyMatch(Alert::mustPage);
  }

  Severity severity() {
    return Severity.ofAlert(worst());
  }

  /// The services that may lead to an incident of another group; none when the labels of the group
  /// are set by hand, for then only they count.
  List<String> services() {
    return found.groupKey().isPresent()
        ? List.of()
        : alerts.stream().flatMap(it -> IncidentDraft.services(it).stream()).distinct().toList();
  }

  /// The incident's key in the table; it can hold only so much.
  Optional<String> usableKey() {
    return Optional.of(IncidentDraft.clipped(key, IncidentDraft.KEY_LIMIT));
  }
}
