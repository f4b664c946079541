package dev.tocsin.sdk.guard;

import java.util.TreeSet;

/// The keys that are in a state now, bounded; keys over the limit are not remembered.
final class KeySet {

  private static final int MAX_KEYS = 1_000;

  private final TreeSet<String> keys = new TreeSet<>();

  /// True when the last key has just left.
  synchronized boolean set(String key, boolean in) {
    if (in) {
      if (keys.size() < MAX_KEYS) {
        keys.add(key);
      }
      return false;
    }
    return keys.remove(key) && keys.isEmpty();
  }

  @Override
  public synchronized String toString() {
    return String.join(", ", keys);
  }
}
