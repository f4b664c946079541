package dev.tocsin.sdk.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// What is remembered of the keys that were used last, never of more than the limit. Not safe for
/// threads: its owner locks.
final class Recent<V> {

  static final int MAX_KEYS = 20_000;

  private final int limit;
  private final Map<String, V> byKey = new LinkedHashMap<>(16, 0.75f, true);

  Recent(int limit) {
    this.limit = limit;
  }

  V of(String key, Supplier<V> fresh) {
    V known = byKey.get(key);
    if (known != null) {
      return known;
    }
    if (byKey.size() >= limit) {
      byKey.remove(byKey.keySet().iterator().next());
    }
    V created = fresh.get();
    byKey.put(key, created);
    return created;
  }

  int size() {
    return byKey.size();
  }
}
