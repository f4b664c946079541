package dev.tocsin.server.alert;

/// Why nobody is told of an alert.
///
/// @param id of the silence, the maintenance window or the alert that mutes
/// @param text what a person reads
/// @param untilMillis when it is certain to be over, or 0 if nobody knows
public record Mute(Kind kind, String id, String text, long untilMillis) {
  /// What mutes.
  public enum Kind {
    SILENCE,
    MAINTENANCE,
    INHIBITION
  }
}
