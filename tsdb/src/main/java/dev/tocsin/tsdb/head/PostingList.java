package dev.tocsin.tsdb.head;

import java.util.Arrays;

/// References of series in ascending order. The array may be longer than the list; what is behind
/// its size belongs to a later state.
final class PostingList {
  static final PostingList EMPTY = new PostingList(new long[0], 0);

  private final long[] references;
  private final int size;

  PostingList(long[] references, int size) {
    this.references = references;
    this.size = size;
  }

  int size() {
    return size;
  }

  long get(int index) {
    return references[index];
  }

  void copyTo(long[] target, int from) {
    System.arraycopy(references, 0, target, from, size);
  }

  /// The references that are in both.
  PostingList intersect(PostingList other) {
    PostingList small = size <= other.size ? this : other;
    PostingList large = size <= other.size ? other : this;
    var both = new long[small.size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < small.size; i++) {
      long reference = small.references[i];
      at = large.firstAtOrAfter(reference, at);
      if (at == large.size) {
        break;
      }
      if (large.references[at] == reference) {
        both[count++] = reference;
      }
    }
    return new PostingList(both, count);
  }

  /// The references that are not in another list.
  PostingList without(PostingList other) {
    if (other.size == 0) {
      return this;
    }
    var left = new long[size];
    int count = 0;
    int at = 0;
    for (int i = 0; i < size; i++) {
      long reference = references[i];
      at = other.firstAtOrAfter(reference, at);
      if (at == other.size || other.references[at] != reference) {
        left[count++] = reference;
      }
    }
    return new PostingList(left, count);
  }

  /// The index of the first reference that is not smaller, looking ahead in growing steps: cheap
  /// when it is near, and still logarithmic when it is far.
  private int firstAtOrAfter(long reference, int from) {
    int step = 1;
    int low = from;
    int high = from;
    while (high < size && references[high] < reference) {
      low = high + 1;
      high += step;
      step <<= 1;
    }
    int found = Arrays.binarySearch(references, low, Math.min(high, size), reference);
    return found >= 0 ? found : -found - 1;
  }
}
