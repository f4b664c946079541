package dev.tocsin.sdk.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Knows which routes are asked for often: those whose requests in the last full window, or in the
/// present one so far, exceed what the limit allows for a window.
final class FrequentRoutes {

  static final Duration WINDOW = Duration.ofSeconds(10);
  private static final long WINDOW_MILLIS = WINDOW.toMillis();
  private static final int MAX_ROUTES = 1000;

  private final InstantSource clock;
  private final long limit;
  private long windowStartMillis;
  private Map<String, Integer> present = new HashMap<>();
  private Map<String, Integer> last = Map.of();

  FrequentRoutes(InstantSource clock, int perSecond) {
    this.clock = clock;
    this.limit = perSecond * WINDOW.toSeconds();
    this.windowStartMillis = clock.millis();
  }

  /// Counts a request and tells whether its route is a frequent one.
  synchronized boolean count(String route) {
    if (limit == 0) {
      return false;
    }
    turnWindow();
    int requests =
        present.size() < MAX_ROUTES || present.containsKey(route)
            ? present.merge(route, 1, Integer::sum)
            : 0;
    return requests > limit || last.getOrDefault(route, 0) > limit;
  }

  private void turnWindow() {
    long now = clock.millis();
    long age = now - windowStartMillis;
    if (age < WINDOW_MILLIS) {
      return;
    }
    last = age < 2 * WINDOW_MILLIS ? present : Map.of();
    present = new HashMap<>();
    windowStartMillis = now;
  }
}
