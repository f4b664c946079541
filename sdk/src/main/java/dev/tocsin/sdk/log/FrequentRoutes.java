package dev.tocsin.sdk.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Knows which routes are asked for often: those whose requests in the last full window, or in the
/// present one so far, exceed what the limit allows for a window.
final class FrequentRoutes {

  static final Duration WINDOW = Duration.ofSeconds(10);
  private static final long WINDOW_MILLIS = WINDOW.toMillis();
  private static final int MAX_ROUTES = 1000;

  private final InstantSource clock;
  private final long limit;
  private volatile Window window;

  /// The requests of one window by route, and those of the window before.
  private record Window(
      long startMillis, Map<String, LongAdder> present, Map<String, LongAdder> last) {

    static Window of(long startMillis, Map<String, LongAdder> last) {
      return new Window(startMillis, new ConcurrentHashMap<>(), last);
    }

    long count(String route) {
      LongAdder requests = present.get(route);
      if (requests == null) {
        if (present.size() >= MAX_ROUTES) {
          return 0;
        }
        requests = present.computeIfAbsent(route, name -> new LongAdder());
      }
      requests.increment();
      return requests.sum();
    }

    long before(String route) {
      LongAdder requests = last.get(route);
      return requests == null ? 0 : requests.sum();
    }
  }

  FrequentRoutes(InstantSource clock, int perSecond) {
    this.clock = clock;
    this.limit = perSecond * WINDOW.toSeconds();
    this.window = Window.of(clock.millis(), Map.of());
  }

  /// Counts a request and tells whether its route is a frequent one. Nobody waits for anybody; a
  /// request at the very turn of a window may count in the one before.
  boolean count(String route) {
    if (limit == 0) {
      return false;
    }
    Window now = window;
    long age = clock.millis() - now.startMillis();
    if (age >= WINDOW_MILLIS) {
      now = turned();
    }
    return now.count(route) > limit || now.before(route) > limit;
  }

  private synchronized Window turned() {
    long now = clock.millis();
    long age = now - window.startMillis();
    if (age >= WINDOW_MILLIS) {
      window = Window.of(now, age < 2 * WINDOW_MILLIS ? window.present() : Map.of());
    }
    return window;
  }
}
