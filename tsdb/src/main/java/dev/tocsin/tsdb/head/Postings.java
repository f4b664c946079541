package dev.tocsin.tsdb.head;

import java.util.Arrays;
import java.util.Set;

/// The series that have one value of one label, for one writer and many readers.
///
/// References only grow, so a new one goes to the end. A reader takes the count first and the array
/// second, and so gets an array that holds at least that many.
final class Postings {
  private static final int INITIAL_SIZE = 4;

  private final String value;
  private volatile State state;

  /// The count and its array change together when references are removed.
  private static final class State {
    private volatile long[] references;
    private volatile int size;

    private State(long[] references, int size) {
      this.references = references;
      this.size = size;
    }
  }

  Postings(String value) {
    this.value = value;
    this.state = new State(new long[INITIAL_SIZE], 0);
  }

  /// The label's value, the one instance of it that all series share.
  String value() {
    return value;
  }

  PostingList list() {
    State current = state;
    int size = current.size;
    return new PostingList(current.references, size);
  }

  void add(long reference) {
    State current = state;
    int size = current.size;
    if (size == current.references.length) {
      current.references = Arrays.copyOf(current.references, 2 * size);
    }
    current.references[size] = reference;
    current.size = size + 1;
  }

  /// Removes references; true if none is left.
  boolean remove(Set<Long> gone) {
    var list = list();
    var left = new long[Math.max(INITIAL_SIZE, list.size())];
    int count = 0;
    for (int i = 0; i < list.size(); i++) {
      if (!gone.contains(list.get(i))) {
        left[count++] = list.get(i);
      }
    }
    state = new State(left, count);
    return count == 0;
  }
}
