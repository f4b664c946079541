package dev.tocsin.server.alert;

import java.util.Locale;
import java.util.Optional;

/// What a responder says of an alert afterwards.
public enum Verdict {
  /// It told of something that needed somebody.
  USEFUL,
  /// It did not.
  NOISE,
  /// It did, but somebody knew before.
  LATE;

  public static Optional<Verdict> parse(String text) {
    for (var verdict : values()) {
      if (verdict.name().equals(text.strip().toUpperCase(Locale.ROOT))) {
        return Optional.of(verdict);
      }
    }
    return Optional.empty();
  }

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
