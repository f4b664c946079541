package dev.tocsin.sdk.deploy;

import java.util.Locale;

/// What a test or a whole run adds up to.
public enum SmokeVerdict {
  PASSED,
  FAILED,
  /// Nothing failed, but something was not looked at.
  SKIPPED;

  /// The word in JSON, logs and labels.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
