package dev.tocsin.sdk.metrics;

import java.util.Arrays;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// An immutable hash table from label values to a series. Recording looks up a series far more
/// often than one is added, so a look-up allocates nothing and takes no lock, while adding copies.
/// At most half of the slots are taken, which ends every probe.
final class SeriesTable<M> {

  private static final int FIRST_SLOTS = 4;

  private final @Nullable Object[] series;
  private final String[] @Nullable [] keys;
  private final int size;

  SeriesTable() {
    this(FIRST_SLOTS, 0);
  }

  private SeriesTable(int slots, int size) {
    this.series = new @Nullable Object[slots];
    this.keys = new String[slots] @Nullable [];
    this.size = size;
  }

  int size() {
    return size;
  }

  @SuppressWarnings("unchecked")
  @Nullable M find(String... values) {
    int mask = keys.length - 1;
    for (int slot = hash(values) & mask; ; slot = (slot + 1) & mask) {
      String[] key = keys[slot];
      if (key == null) {
        return null;
      }
      if (matches(key, values)) {
        return (M) series[slot];
      }
    }
  }

  /// A copy that has the series too. The key must not be changed afterwards.
  SeriesTable<M> with(M added, String... key) {
    int slots = (size + 1) * 2 > keys.length ? keys.length * 2 : keys.length;
    SeriesTable<M> copy = new SeriesTable<>(slots, size + 1);
    forEach(copy::put);
    copy.put(key, added);
    return copy;
  }

  @SuppressWarnings("unchecked")
  void forEach(BiConsumer<String[], M> visitor) {
    for (int slot = 0; slot < keys.length; slot++) {
      String[] key = keys[slot];
      if (key != null) {
        visitor.accept(key, (M) series[slot]);
      }
    }
  }

  private void put(String[] key, M value) {
    int mask = keys.length - 1;
    int slot = hash(key) & mask;
    while (keys[slot] != null) {
      slot = (slot + 1) & mask;
    }
    keys[slot] = key;
    series[slot] = value;
  }

  private static boolean matches(String[] key, String... values) {
    if (key.length != values.length) {
      return false;
    }
    for (int i = 0; i < key.length; i++) {
      if (!key[i].equals(values[i])) {
        return false;
      }
    }
    return true;
  }

  private static int hash(String... values) {
    // Arrays.hashCode takes an absent value, which a caller outside null-marked code may pass.
    int hash = Arrays.hashCode(values);
    return hash ^ (hash >>> 16);
  }
}
