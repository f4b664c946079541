package dev.tocsin.sdk.security;

/// The last few moments of something: enough to say exactly whether as many fell into a window.
final class LastTimes {

  private final long[] ring;
  private int next;
  private int count;

  LastTimes(int threshold) {
    ring = new long[threshold];
  }

  /// Adds a moment.
  ///
  /// @return whether as many as the threshold are not older than the window
  boolean add(long atMillis, long windowMillis) {
    ring[next] = atMillis;
    next = (next + 1) % ring.length;
    count = Math.min(count + 1, ring.length);
    // The ring is full: what comes next in it is the oldest.
    return count == ring.length && ring[next] > atMillis - windowMillis;
  }

  /// Whether the newest moment is later than that.
  boolean anySince(long millis) {
    return count > 0 && ring[Math.floorMod(next - 1, ring.length)] > millis;
  }
}
