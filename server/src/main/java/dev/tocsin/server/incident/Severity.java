package dev.tocsin.server.incident;

import java.util.Locale;
import java.util.Optional;

/// How bad an incident is; `P1` is the worst.
public enum Severity {
  P1,
  P2,
  P3,
  P4;

  /// The severity of a label or request, whatever its case.
  public static Optional<Severity> parse(String text) {
    for (var severity : values()) {
      if (severity.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
        return Optional.of(severity);
      }
    }
    return Optional.empty();
  }

  public boolean isWorseThan(Severity other) {
    return compareTo(other) < 0;
  }
}
