package dev.tocsin.sdk.ratelimit;

import java.util.LinkedHashMap;
import java.util.Map;

/// Counts in this process. Of more clients than [#MAX_KEYS], the ones that have been quiet for
/// longest are forgotten.
final class LocalRateStore implements RateStore {

  static final int MAX_KEYS = 10_000;
  private static final float LOAD_FACTOR = 0.75f;

  private final Map<String, Windows> keys =
      new LinkedHashMap<>(16, LOAD_FACTOR, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Windows> eldest) {
          return size() > MAX_KEYS;
        }
      };

  @Override
  public synchronized WindowState hit(String key, RateLimitRule rule, long nowMillis) {
    long window = rule.window().toMillis();
    long index = Math.floorDiv(nowMillis, window);
    Windows seen = keys.getOrDefault(key, new Windows(index, 0, 0)).at(index);
    // A clock that has gone backwards stays at the beginning of the newest window.
    long elapsed = seen.index() > index ? 0 : nowMillis - index * window;
    WindowState state = WindowState.admit(rule, seen.previous(), seen.current(), elapsed);
    keys.put(key, new Windows(seen.index(), state.previous(), state.current()));
    return state;
  }

  synchronized int size() {
    return keys.size();
  }

  private record Windows(long index, long previous, long current) {

    Windows at(long now) {
      if (now <= index) {
        return this;
      }
      return new Windows(now, now == index + 1 ? current : 0, 0);
    }
  }
}
