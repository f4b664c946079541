package dev.tocsin.sdk.usage;

import java.math.BigDecimal;

/// How much each user may spend a day (UTC). Asked for each call, so it must be fast.
@FunctionalInterface
public interface DailyLimit {

  /// The value that means no limit.
  long NONE = Long.MAX_VALUE;

  /// The limit of a user in nano-units (1e-9) of the currency, or [#NONE].
  long nanosOf(String user);

  /// Nobody has a limit.
  static DailyLimit none() {
    return user -> NONE;
  }

  /// Everybody has the same.
  ///
  /// @param amount in units of the currency: `2.50`
  static DailyLimit of(BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("The limit per user and day must not be negative.");
    }
    long nanos = Cost.nanosOf(amount);
    return user -> nanos;
  }
}
