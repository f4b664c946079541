package dev.tocsin.sdk.outbox;

import java.time.Duration;

/// The limits of an outbox.
///
/// @param maxAttempts after so many failed attempts an event becomes a dead letter
/// @param firstRetry the wait after the first failed attempt; it doubles each time, with jitter
/// @param maxRetry the longest wait
/// @param pollInterval how often the relay looks for events
/// @param appendTimeout how long a call of [Outbox#publish] waits for one store at most
/// @param lossUnacceptable whether the business cannot bear the loss of events, so that a buffer
///   outside of database and Redis must be configured
public record OutboxOptions(
    int maxAttempts,
    Duration firstRetry,
    Duration maxRetry,
    Duration pollInterval,
    Duration appendTimeout,
    boolean lossUnacceptable) {

  public OutboxOptions {
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("The outbox must make at least 1 attempt.");
    }
    checkPositive("first retry", firstRetry);
    checkPositive("poll interval", pollInterval);
    checkPositive("append timeout", appendTimeout);
    if (maxRetry.compareTo(firstRetry) < 0) {
      throw new IllegalArgumentException(
          "The longest wait before a retry must not be shorter than the first one.");
    }
  }

  private static void checkPositive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(
          "The " + what + " of the outbox must be greater than zero.");
    }
  }

  public static OutboxOptions defaults() {
    return new OutboxOptions(
        10,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        Duration.ofMillis(250),
        Duration.ofSeconds(2),
        false);
  }
}
