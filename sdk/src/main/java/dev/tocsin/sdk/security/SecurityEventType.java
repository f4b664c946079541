package dev.tocsin.sdk.security;

import java.util.Locale;

/// The kinds of security events; the values of the label `type`.
public enum SecurityEventType {
  FAILED_LOGIN,
  BRUTE_FORCE,
  PRIVILEGE_ESCALATION,
  UNUSUAL_ACCESS;

  /// The word in labels, logs and JSON: `failed_login`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
