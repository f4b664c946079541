package dev.tocsin.sdk.error;

import java.util.Locale;

/// Where a failure came up unhandled.
public enum FailureOrigin {
  REQUEST,
  THREAD,
  ASYNC,
  SCHEDULED,
  REACTOR;

  /// The value of the label `origin`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
