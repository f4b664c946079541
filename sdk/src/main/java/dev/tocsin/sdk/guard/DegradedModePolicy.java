package dev.tocsin.sdk.guard;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What happens to requests while a control cannot be asked.
public enum DegradedModePolicy {
  /// They are served without the control.
  FAIL_OPEN,
  /// They are not served.
  FAIL_CLOSED;

  /// Reads a setting; not set means [#FAIL_OPEN].
  ///
  /// @param setting its name, for the message: `ADS_DEGRADED_MODE_POLICY`
  /// @throws IllegalArgumentException for anything but `fail_open` and `fail_closed`; let it stop
  ///   the start
  public static DegradedModePolicy parse(String setting, @Nullable String value) {
    if (value == null) {
      return FAIL_OPEN;
    }
    for (DegradedModePolicy policy : values()) {
      if (policy.label().equals(value)) {
        return policy;
      }
    }
    throw new IllegalArgumentException(
        setting + " is '" + value + "'; it must be fail_open or fail_closed.");
  }

  /// The word of the setting: `fail_open`.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
