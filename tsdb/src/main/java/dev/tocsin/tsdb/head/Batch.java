package dev.tocsin.tsdb.head;

import java.util.Arrays;

/// Samples on their way into the head, in the order in which they were appended.
///
/// It finds the last sample of a series by open addressing over the references, so that an append
/// neither searches nor boxes.
final class Batch {
  /// Keeps the record of a batch well below the longest that the log reads back.
  static final int MAX_SAMPLES = 1 << 20;

  static final int NONE = -1;

  private static final int INITIAL_SIZE = 64;
  private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

  private HeadSeries[] series = new HeadSeries[INITIAL_SIZE];
  private long[] millis = new long[INITIAL_SIZE];
  private double[] values = new double[INITIAL_SIZE];
  private boolean[] accepted = new boolean[INITIAL_SIZE];
  private int size;

  /// Index of a sample plus one, 0 for a free place. Twice as long as the arrays.
  private int[] lastSamples = new int[2 * INITIAL_SIZE];

  int size() {
    return size;
  }

  HeadSeries series(int index) {
    return series[index];
  }

  void replaceSeries(int index, HeadSeries successor) {
    series[index] = successor;
  }

  long millis(int index) {
    return millis[index];
  }

  double value(int index) {
    return values[index];
  }

  boolean isAccepted(int index) {
    return accepted[index];
  }

  void setAccepted(int index, boolean isAccepted) {
    accepted[index] = isAccepted;
  }

  /// The last sample of a series, or [#NONE].
  int lastSample(HeadSeries wanted) {
    return lastSamples[place(wanted)] - 1;
  }

  void add(HeadSeries owner, long timestampMillis, double value) {
    if (size == series.length) {
      grow();
    }
    series[size] = owner;
    millis[size] = timestampMillis;
    values[size] = value;
    size++;
    lastSamples[place(owner)] = size;
  }

  /// Where the table has a series, or would have it.
  private int place(HeadSeries wanted) {
    int mask = lastSamples.length - 1;
    int shift = Long.numberOfLeadingZeros(mask);
    int place = (int) ((wanted.reference() * GOLDEN_RATIO) >>> shift);
    while (lastSamples[place] != 0 && series[lastSamples[place] - 1] != wanted) {
      place = (place + 1) & mask;
    }
    return place;
  }

  private void grow() {
    if (size >= MAX_SAMPLES) {
      throw new IllegalStateException(
          "a batch has %d samples, which is the limit; commit more often".formatted(size));
    }
    int larger = 2 * size;
    series = Arrays.copyOf(series, larger);
    millis = Arrays.copyOf(millis, larger);
    values = Arrays.copyOf(values, larger);
    accepted = Arrays.copyOf(accepted, larger);
    lastSamples = new int[2 * larger];
    for (int i = 0; i < size; i++) {
      lastSamples[place(series[i])] = i + 1;
    }
  }

  void clear() {
    Arrays.fill(series, 0, size, null);
    Arrays.fill(lastSamples, 0);
    size = 0;
  }
}
