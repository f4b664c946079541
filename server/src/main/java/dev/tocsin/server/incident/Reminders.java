package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.alert.AlertState;
import dev.tocsin.server.database.Database;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Tells again of incidents that nobody has taken, as often as their plan says, until somebody does
/// or they resolve. While all that fires in an incident is muted, it stays quiet.
final class Reminders {
  private static final int AT_ONCE = 100;

  private final Database database;
  private final IncidentDesk desk;
  private final IncidentTimeline timeline;
  private final AlertMutes mutes;
  private final InstantSource clock;

  Reminders(
      Database database,
      IncidentDesk desk,
      IncidentTimeline timeline,
      AlertMutes mutes,
      InstantSource clock) {
    this.database = database;
    this.desk = desk;
    this.timeline = timeline;
    this.mutes = mutes;
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
    if (isMuted(transaction, incident, nowMillis)) {
      return;
    }
    timeline.append(transaction, id, TimelineEntry.REMINDED, "Reminder: nobody has it yet");
    desk.announce(transaction, id, IncidentChange.Reminded::new);
  }

  private boolean isMuted(Handle transaction, Incident incident, long nowMillis) {
    var firing = incident.alerts().stream().filter(AttachedAlert::isFiring).toList();
    var judge = mutes.begin(transaction, nowMillis, _ -> List.of());
    return !firing.isEmpty()
        && firing.stream().allMatch(alert -> !judge.of(asAlert(alert, nowMillis)).isEmpty());
  }

  private static Alert asAlert(AttachedAlert alert, long nowMillis) {
    return new Alert(
        "",
        alert.fingerprint(),
        alert.ruleName(),
        alert.labels(),
        alert.annotations(),
        AlertState.FIRING,
        alert.value(),
        alert.firedAtMillis(),
        alert.firedAtMillis(),
        0,
        nowMillis,
        null,
        0);
  }
}
