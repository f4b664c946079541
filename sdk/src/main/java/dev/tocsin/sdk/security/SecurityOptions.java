package dev.tocsin.sdk.security;

import java.time.Duration;

/// When failed logins are brute force.
///
/// @param window failures are counted over it, and an episode ends when it was quiet for it
/// @param failuresPerAccount that many of one account, from wherever
/// @param failuresPerSource that many of one source (address, or /64 of IPv6), of whatever account
/// @param accountsPerSource that many different accounts of one source
/// @param names how users are named in events
public record SecurityOptions(
    Duration window,
    int failuresPerAccount,
    int failuresPerSource,
    int accountsPerSource,
    UserNames names) {

  private static final int MAX_THRESHOLD = 1_000;

  public SecurityOptions {
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("The window must be longer than nothing.");
    }
    check(failuresPerAccount);
    check(failuresPerSource);
    check(accountsPerSource);
  }

  /// 10 failures per account, 50 per source or 10 accounts per source, in 15 minutes.
  public static SecurityOptions defaults(UserNames names) {
    return new SecurityOptions(Duration.ofMinutes(15), 10, 50, 10, names);
  }

  private static void check(int threshold) {
    if (threshold < 2 || threshold > MAX_THRESHOLD) {
      throw new IllegalArgumentException(
          "A threshold of brute force must be from 2 to " + MAX_THRESHOLD + ".");
    }
  }
}
