package dev.tocsin.sdk.readiness;

import java.util.Locale;

/// How a value stands.
public enum SettingState {
  PRESENT,
  MISSING,
  /// There is a value and it cannot be right.
  INVALID;

  /// As it is written in reports.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
