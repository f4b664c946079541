package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertMutes;
import dev.tocsin.server.alert.AlertState;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Which incidents are quiet, because all that fires in them is muted.
final class MutedIncidents {
  private final AlertMutes mutes;

  MutedIncidents(AlertMutes mutes) {
    this.mutes = mutes;
  }

  boolean isMuted(Handle transaction, Incident incident, long nowMillis) {
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
