package dev.tocsin.server.incident;

import dev.tocsin.server.route.Dependencies;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Finds the open incident of a service that is in the same trouble: the service itself, one that
/// it needs, or one that needs it. So the outage of a provider is one incident, whichever rule sees
/// it first.
final class RelatedIncidents {
  private final Dependencies dependencies;

  RelatedIncidents(Dependencies dependencies) {
    this.dependencies = dependencies;
  }

  /// An incident and the service by which it was found.
  record Found(String incidentId, String service) {}

  Optional<Found> find(Handle transaction, List<String> services, long nowMillis) {
    if (services.isEmpty()) {
      return Optional.empty();
    }
    var related = related(services);
    enter(transaction, related, nowMillis);
    return transaction
        .createQuery(
            """
            SELECT s.incident_id, s.service FROM incident_services s
            JOIN incident_logs i ON i.id = s.incident_id
            WHERE s.service IN (<services>) AND i.status <> 'RESOLVED'
            ORDER BY i.started_at, i.id LIMIT 1
            """)
        .bindList("services", List.copyOf(related))
        .map((row, _) -> new Found(row.getString("incident_id"), row.getString("service")))
        .findOne();
  }

  private Set<String> related(List<String> services) {
    var related = new LinkedHashSet<String>();
    services.forEach(service -> related.addAll(dependencies.related(service)));
    return related;
  }

  /// Of two transactions that would each open an incident in one neighbourhood, the second waits
  /// here until the first is done, and then finds its incident.
  private static void enter(Handle transaction, Set<String> related, long nowMillis) {
    transaction.execute(
        """
        INSERT INTO incident_gates (name, at) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET at = excluded.at
        """,
        related.stream().min(String::compareTo).orElseThrow(),
        nowMillis);
  }

  static void note(Handle transaction, String incidentId, List<String> services) {
    for (var service : services) {
      transaction.execute(
          "INSERT INTO incident_services (service, incident_id) VALUES (?, ?) ON CONFLICT DO"
              + " NOTHING",
          service,
          incidentId);
    }
  }

  /// Why the alert stands in this incident, for the timeline.
  String reason(List<String> services, String other) {
    for (var service : services) {
      if (dependencies.needs(service, other)) {
        return service + " needs " + other;
      }
      if (dependencies.needs(other, service)) {
        return other + " needs " + service;
      }
    }
    return "it is about " + other + " too";
  }
}
