package dev.tocsin.sdk.security;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The names seen last, at most as many as the threshold, each with its last moment.
final class DistinctNames {

  private final int threshold;
  private final Map<String, Long> lastSeen = new LinkedHashMap<>(16, 0.75f, true);

  DistinctNames(int threshold) {
    this.threshold = threshold;
  }

  /// Adds a name.
  ///
  /// @return whether as many different ones as the threshold were seen in the window
  boolean add(String name, long atMillis, long windowMillis) {
    lastSeen.put(name, atMillis);
    Iterator<Long> oldest = lastSeen.values().iterator();
    while (oldest.hasNext()) {
      boolean isOld = oldest.next() <= atMillis - windowMillis;
      if (!isOld && lastSeen.size() <= threshold) {
        break;
      }
      oldest.remove();
    }
    return lastSeen.size() == threshold;
  }
}
