package dev.tocsin.sdk.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/// Lets at most so many dead letters be replayed within a minute, so that a queue that has just
/// come back is not overrun.
final class ReplayThrottle {

  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final int perMinute;
  private final InstantSource clock;
  private final Deque<Grant> grants = new ArrayDeque<>();

  ReplayThrottle(int perMinute, InstantSource clock) {
    this.perMinute = perMinute;
    this.clock = clock;
  }

  /// How many of the wanted ones may be replayed now; they count at once.
  synchronized int grant(int wanted) {
    Instant now = clock.instant();
    while (!grants.isEmpty() && !grants.peekFirst().at().plus(WINDOW).isAfter(now)) {
      grants.removeFirst();
    }
    int used = grants.stream().mapToInt(Grant::count).sum();
    int granted = Math.max(0, Math.min(wanted, perMinute - used));
    if (granted > 0) {
      grants.addLast(new Grant(now, granted));
    }
    return granted;
  }

  private record Grant(Instant at, int count) {}
}
