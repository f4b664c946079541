package dev.tocsin.server.alert;

import java.util.Locale;

/// Where an alert comes from.
public enum AlertSource {
  /// One of this server's rules.
  RULE,
  /// The Alertmanager API.
  RECEIVED,
  /// An event that an application pushed.
  EVENT;

  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static AlertSource stored(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
