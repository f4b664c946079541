package dev.tocsin.server.incident;

import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.alert.AlertSource;
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

  /// The severity of an alert's label, in our words or in those that others use. An alert that came
  /// from elsewhere without one was meant to be told, so it is no trifle.
  static Severity ofAlert(Alert alert) {
    var text = alert.label("severity");
    return text.isBlank() && alert.details().source() == AlertSource.RECEIVED ? P2 : ofLabel(text);
  }

  /// The severity of a label, in our words or in those that others use.
  public static Severity ofLabel(String label) {
    return switch (label.strip().toLowerCase(Locale.ROOT)) {
      case "p1", "critical", "page", "emergency", "fatal" -> P1;
      case "p2", "error", "high", "major" -> P2;
      case "p3", "warning", "warn", "medium", "minor" -> P3;
      default -> P4;
    };
  }

  public boolean isWorseThan(Severity other) {
    return compareTo(other) < 0;
  }
}
