package dev.tocsin.server.deliver;

import java.time.Duration;
import java.time.InstantSource;

/// Stops attempts to a receiver that is dead, so that what waits for it need not wait for its time
/// limits, and asks with single attempts whether it is back. The pause between those grows with the
/// outage: after 20 seconds it is less than one second.
final class Breaker {
  /// Failures in a row that open it.
  static final int FAILURES = 3;

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int PAUSES_PER_OUTAGE = 25;

  private final InstantSource clock;
  private int failures;
  private long failingSinceMillis;
  private long nextProbeMillis;
  private boolean isProbing;
  private String lastError = "";

  Breaker(InstantSource clock) {
    this.clock = clock;
  }

  synchronized boolean isOpen() {
    return failures >= FAILURES;
  }

  /// Whether the caller is the one that may ask now; it must tell the outcome by [#heard] or give
  /// the turn back by [#unused].
  synchronized boolean takeProbe() {
    boolean mayAsk = isOpen() && !isProbing && clock.millis() >= nextProbeMillis;
    isProbing |= mayAsk;
    return mayAsk;
  }

  synchronized void unused() {
    isProbing = false;
  }

  /// Takes note of an attempt; whether that closed it. A refusal is an answer: the receiver lives.
  synchronized boolean heard(Receipt receipt) {
    return switch (receipt) {
      case Receipt.Accepted _, Receipt.Rejected _ -> answered();
      case Receipt.Retry(var why, var after) -> {
        failed(why, after);
        yield false;
      }
    };
  }

  private boolean answered() {
    boolean wasOpen = isOpen();
    failures = 0;
    isProbing = false;
    return wasOpen;
  }

  private void failed(String why, Duration after) {
    long now = clock.millis();
    failingSinceMillis = failures == 0 ? now : failingSinceMillis;
    failures = Math.min(failures + 1, FAILURES);
    isProbing = false;
    lastError = why;
    long pause =
        Math.clamp(
            (now - failingSinceMillis) / PAUSES_PER_OUTAGE,
            SHORTEST_PAUSE.toMillis(),
            LONGEST_PAUSE.toMillis());
    nextProbeMillis = now + Math.max(pause, after.toMillis());
  }

  /// How long until the next question may be asked.
  synchronized long waitMillis() {
    return Math.max(0, nextProbeMillis - clock.millis());
  }

  /// What is said of an attempt that is not made.
  synchronized Receipt.Retry refusal() {
    return new Receipt.Retry("not tried, the receiver fails: " + lastError);
  }
}
