package dev.tocsin.server.deliver;

import dev.tocsin.server.incident.Author;
import java.time.Duration;

/// Silences what fires in an incident, for people who answer from elsewhere.
@FunctionalInterface
public interface IncidentSilencer {
  /// @throws RefusedException with the reason if there is nothing that can be silenced
  void silence(String incidentId, Duration duration, Author author);
}
