package dev.tocsin.sdk.health;

import java.time.Duration;

/// When the process counts as unresponsive.
///
/// @param interval how often the watchdog looks
/// @param maxLag how much later than planned its own timer may run
/// @param maxExecutorWait how long work may wait before the request executor takes it
public record WatchdogOptions(Duration interval, Duration maxLag, Duration maxExecutorWait) {

  public static final WatchdogOptions DEFAULT =
      new WatchdogOptions(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10));

  public WatchdogOptions {
    requirePositive("interval", interval);
    requirePositive("maxLag", maxLag);
    requirePositive("maxExecutorWait", maxExecutorWait);
  }

  private static void requirePositive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(
          "Watchdog option " + name + " must be longer than zero, not " + value + ".");
    }
  }
}
