package dev.tocsin.server.deliver;

import java.util.Locale;
import java.util.Optional;

/// Where a notification stands.
public enum DeliveryState {
  /// Waits for its next attempt.
  PENDING,
  /// A worker holds a lease on it and sends it.
  SENDING,
  DELIVERED,
  /// Given up: permanently dropped, kept for people to decide on.
  DEAD,
  /// The incident ended within the group wait, so nobody needed to hear of it.
  MUTED,
  /// Was given up, and a person decided what became of it.
  CLOSED;

  /// The name in the table and the API.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The state of a request, whatever its case.
  public static Optional<DeliveryState> parse(String text) {
    for (var state : values()) {
      if (state.name().equalsIgnoreCase(text.strip())) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  static DeliveryState stored(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
