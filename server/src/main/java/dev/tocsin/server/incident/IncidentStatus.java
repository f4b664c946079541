package dev.tocsin.server.incident;

import java.util.Locale;
import java.util.Optional;

/// How far the work on an incident has come.
public enum IncidentStatus {
  INVESTIGATING,
  IDENTIFIED,
  MONITORING,
  RESOLVED;

  /// The status of a request, whatever its case.
  public static Optional<IncidentStatus> parse(String text) {
    for (var status : values()) {
      if (status.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
        return Optional.of(status);
      }
    }
    return Optional.empty();
  }
}
