package dev.tocsin.server.incident;

import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.database.Database;
import dev.tocsin.server.route.Escalation;
import java.time.Duration;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Tells the next ones when nobody takes an incident. A step and what it tells are one transaction
/// under the incident's lock, so a step is told once, whatever restarts and replicas do. Whoever
/// was told stays a receiver of the incident: they hear who takes it, and its end.
final class Escalations {
  private static final int AT_ONCE = 100;

  /// How often a muted incident is looked at again.
  private static final Duration MUTE_PATIENCE = Duration.ofMinutes(1);

  private final Database database;
  private final IncidentDesk desk;
  private final IncidentTimeline timeline;
  private final MutedIncidents muted;
  private final Escalation escalation;
  private final InstantSource clock;

  Escalations(
      Database database,
      IncidentDesk desk,
      IncidentTimeline timeline,
      MutedIncidents muted,
      Escalation escalation,
      InstantSource clock) {
    this.database = database;
    this.desk = desk;
    this.timeline = timeline;
    this.muted = muted;
    this.escalation = escalation;
    this.clock = clock;
  }

  void tick() {
    long now = clock.millis();
    for (var id : database.read(handle -> EscalationTable.due(handle, now, AT_ONCE))) {
      database.transaction(
          transaction -> {
            timeline.lock(transaction, id);
            EscalationTable.find(transaction, id)
                .filter(row -> row.dueMillis() > 0 && row.dueMillis() <= now)
                .ifPresent(row -> next(transaction, id, row, now));
            return id;
          });
    }
  }

  private void next(Handle transaction, String id, EscalationTable.Row row, long nowMillis) {
    var incident = IncidentTable.find(transaction, id).orElseThrow();
    boolean isLast = row.told() >= escalation.steps().size();
    if (isLast || !incident.isOpen() || incident.isAcknowledged()) {
      EscalationTable.stop(transaction, id);
      return;
    }
    if (muted.isMuted(transaction, incident, nowMillis)) {
      long again = nowMillis + MUTE_PATIENCE.toMillis();
      EscalationTable.next(transaction, id, row.told(), again);
      return;
    }
    int told = row.told() + 1;
    EscalationTable.next(transaction, id, told, escalation.dueMillis(told, row.startedMillis()));
    tell(transaction, incident, escalation.steps().get(row.told()));
  }

  private void tell(Handle transaction, Incident incident, Escalation.Step step) {
    var plan = incident.plan().toldTo(step.receivers());
    IncidentTable.plan(transaction, incident.id(), plan);
    timeline.append(
        transaction,
        incident.id(),
        TimelineEntry.ESCALATED,
        "Nobody has taken it for "
            + DurationText.print(step.after())
            + ": escalated to "
            + String.join(", ", step.receivers()));
    desk.announce(transaction, incident.id(), IncidentChange.Escalated::new);
  }
}
