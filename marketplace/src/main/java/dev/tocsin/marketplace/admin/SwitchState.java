package dev.tocsin.marketplace.admin;

import dev.tocsin.marketplace.fault.Switch;

/// A switch and how it stands.
public record SwitchState(Switch fault, Position position) {
  /// Unknown while the sandbox cannot be asked.
  public enum Position {
    ON,
    OFF,
    UNKNOWN
  }
}
