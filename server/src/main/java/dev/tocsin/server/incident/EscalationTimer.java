package dev.tocsin.server.incident;

import dev.tocsin.server.route.Escalation;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Starts the clock of incidents that must not stay without anybody, and stops it as soon as
/// somebody has one. Both stand in the database, so a restart changes nothing.
public final class EscalationTimer implements IncidentListener {
  private final Escalation escalation;
  private final InstantSource clock;

  public EscalationTimer(Escalation escalation, InstantSource clock) {
    this.escalation = escalation;
    this.clock = clock;
  }

  @Override
  public void incidentChanged(Handle transaction, IncidentChange change) {
    switch (change) {
      case IncidentChange.Opened(var incident) -> start(transaction, incident);
      case IncidentChange.Updated(var incident, var entry) -> {
        if (entry.kind().equals(TimelineEntry.SEVERITY) && !incident.isAcknowledged()) {
          start(transaction, incident);
        }
      }
      case IncidentChange.Acknowledged(var incident) ->
          EscalationTable.stop(transaction, incident.id());
      case IncidentChange.Resolved(var incident) ->
          EscalationTable.stop(transaction, incident.id());
      case IncidentChange.Reminded _, IncidentChange.Escalated _ -> {}
    }
  }

  private void start(Handle transaction, Incident incident) {
    if (escalation.covers(incident.severity().name())) {
      long now = clock.millis();
      EscalationTable.start(transaction, incident.id(), now, escalation.dueMillis(0, now));
    }
  }
}
