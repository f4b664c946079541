package dev.tocsin.server.statuspage;

import dev.tocsin.server.incident.Incident;
import dev.tocsin.server.incident.IncidentDesk;
import dev.tocsin.server.incident.IncidentFilter;
import dev.tocsin.server.incident.IncidentStatus;
import dev.tocsin.server.probe.ServiceStatuses;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Gathers what the status page tells.
public final class StatusBoard {
  /// The most incidents that one answer holds.
  static final int INCIDENT_LIMIT = 50;

  private static final Duration HISTORY = Duration.ofDays(90);

  private final IncidentDesk desk;
  private final ServiceStatuses services;
  private final InstantSource clock;

  /// @param open the worst first, of the same severity the newest
  public record Snapshot(
      Overall overall, List<PublicService> services, List<PublicIncident> open, long atMillis) {
    public Snapshot {
      services = List.copyOf(services);
      open = List.copyOf(open);
    }

    /// Whether an open incident says that it affects a service.
    public boolean isAffected(PublicService service) {
      return open.stream().anyMatch(it -> it.affects(service.name()));
    }
  }

  /// A page of past incidents and how many there are in all.
  public record History(List<PublicIncident> incidents, long total) {
    public History {
      incidents = List.copyOf(incidents);
    }
  }

  public StatusBoard(IncidentDesk desk, ServiceStatuses services, InstantSource clock) {
    this.desk = desk;
    this.services = services;
    this.clock = clock;
  }

  /// How things are now.
  Snapshot now() {
    long now = clock.millis();
    var states = services();
    var found = desk.list(IncidentFilter.open(INCIDENT_LIMIT).publicSince(0));
    var open =
        shown(found.incidents()).stream()
            .sorted(Comparator.comparing(incident -> incident.headline().severity()))
            .toList();
    return new Snapshot(Overall.of(states, open), states, open, now);
  }

  List<PublicService> services() {
    long now = clock.millis();
    return services.list().stream().map(service -> PublicService.of(service, now)).toList();
  }

  /// Incidents of the last 90 days, also open ones, the newest first.
  History history(int limit, int offset) {
    return history(new IncidentFilter(Set.of(), Set.of(), limit, offset));
  }

  /// Resolved incidents of the last 90 days, the newest first.
  History resolved(int limit) {
    return history(new IncidentFilter(Set.of(IncidentStatus.RESOLVED), Set.of(), limit, 0));
  }

  private History history(IncidentFilter filter) {
    var found = desk.list(filter.publicSince(clock.millis() - HISTORY.toMillis()));
    return new History(shown(found.incidents()), found.total());
  }

  private List<PublicIncident> shown(List<Incident> incidents) {
    return incidents.stream()
        .map(incident -> PublicIncident.of(incident, services::displayName))
        .toList();
  }
}
