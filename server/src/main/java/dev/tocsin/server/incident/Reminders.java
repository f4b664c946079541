package dev.tocsin.server.incident;

import dev.tocsin.server.database.Database;
import java.time.InstantSource;
import org.jdbi.v3.core.Handle;

/// Tells again of incidents that nobody has taken, as often as their plan says, until somebody does
/// or they resolve. While all that fires in an incident is muted, it stays quiet.
final class Reminders {
  private static final int AT_ONCE = 100;

  private final Database database;
  private final IncidentDesk desk;
  private final IncidentTimeline timeline;
  private final MutedIncidents muted;
  private final InstantSource clock;

  Reminders(
      Database database,
      IncidentDesk desk,
      IncidentTimeline timeline,
      MutedIncidents muted,
      InstantSource clock) {
    this.database = database;
    this.desk = desk;
    this.timeline = timeline;
    this.muted = muted;
    this.clock = clock;
  }

  void tick() {
    long now = clock.millis();
    var due = database.read(handle -> IncidentTable.dueToRemind(handle, now, AT_ONCE));
    for (var id : due) {
      database.transaction(
          transaction -> {
            timeline.lock(transaction, id);
            if (IncidentTable.isDueToRemind(transaction, id, now)) {
              remind(transaction, id, now);
            }
            return id;
          });
    }
  }

  private void remind(Handle transaction, String id, long nowMillis) {
    var incident = IncidentTable.find(transaction, id).orElseThrow();
    var repeat = incident.plan().repeatInterval();
    IncidentTable.remindAt(transaction, id, repeat.isZero() ? 0 : nowMillis + repeat.toMillis());
    if (muted.isMuted(transaction, incident, nowMillis)) {
      return;
    }
    timeline.append(transaction, id, TimelineEntry.REMINDED, "Reminder: nobody has it yet");
    desk.announce(transaction, id, IncidentChange.Reminded::new);
  }
}
