package dev.tocsin.tsdb.head;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// From reference to series, in pages, so that a look-up is two array reads and boxes nothing. Any
/// number of readers; one writer at a time, which brings the lock.
final class SeriesTable {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  /// Two thousand million series in the life of a process, living and gone.
  static final long MAX_REFERENCES = 1L << 31;

  private volatile @Nullable AtomicReferenceArray<@Nullable HeadSeries>[] pages = newPages(1);

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable AtomicReferenceArray<@Nullable HeadSeries>[] newPages(int count) {
    return new AtomicReferenceArray[count];
  }

  @Nullable HeadSeries get(long reference) {
    var current = pages;
    long page = reference >>> PAGE_BITS;
    if (page >= current.length) {
      return null;
    }
    var entries = current[(int) page];
    return entries == null ? null : entries.get((int) reference & (PAGE_SIZE - 1));
  }

  void put(HeadSeries series) {
    int page = (int) (series.reference() >>> PAGE_BITS);
    var current = pages;
    var entries = page < current.length ? current[page] : null;
    if (entries == null) {
      entries = new AtomicReferenceArray<>(PAGE_SIZE);
      current = Arrays.copyOf(current, page < current.length ? current.length : 2 * (page + 1));
      current[page] = entries;
    }
    entries.set((int) series.reference() & (PAGE_SIZE - 1), series);
    pages = current;
  }

  /// Removes a series. Pages that become empty are given up by [#trim()].
  void remove(HeadSeries series) {
    var entries = pages[(int) (series.reference() >>> PAGE_BITS)];
    if (entries != null) {
      entries.set((int) series.reference() & (PAGE_SIZE - 1), null);
    }
  }

  void trim() {
    var current = pages;
    var trimmed = Arrays.copyOf(current, current.length);
    for (int i = 0; i < trimmed.length; i++) {
      var entries = trimmed[i];
      if (entries != null && isEmpty(entries)) {
        trimmed[i] = null;
      }
    }
    pages = trimmed;
  }

  private static boolean isEmpty(AtomicReferenceArray<@Nullable HeadSeries> entries) {
    for (int i = 0; i < entries.length(); i++) {
      if (entries.get(i) != null) {
        return false;
      }
    }
    return true;
  }
}
