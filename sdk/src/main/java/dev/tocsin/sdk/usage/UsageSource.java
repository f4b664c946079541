package dev.tocsin.sdk.usage;

import java.util.Locale;

/// Who counted the tokens of a call.
public enum UsageSource {
  /// The provider, in its answer.
  REPORTED,
  /// The application, because the provider did not say: usual for streams.
  ESTIMATED;

  /// The word in labels, logs, tables and JSON: `reported` or `estimated`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
