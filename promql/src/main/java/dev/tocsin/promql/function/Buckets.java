package dev.tocsin.promql.function;

import java.util.Arrays;

/// The cumulative buckets of one classic histogram at one step, for reuse over steps.
final class Buckets {
  /// Counts that differ by less than this share are taken as equal: sums of rates are not exact.
  private static final double TOLERANCE = 1e-12;

  private final double[] bounds;
  private final double[] counts;
  private int size;
  private boolean forcedMonotonic;

  Buckets(int capacity) {
    bounds = new double[capacity];
    counts = new double[capacity];
  }

  void clear() {
    size = 0;
    forcedMonotonic = false;
  }

  /// Adds a bucket; bounds must come in ascending order. Counts of equal bounds are added up.
  void add(double bound, double count) {
    if (size > 0 && bounds[size - 1] == bound) {
      counts[size - 1] += count;
      return;
    }
    bounds[size] = bound;
    counts[size] = count;
    size++;
  }

  int size() {
    return size;
  }

  /// Whether the last quantile had to lift a count to that of the bucket before.
  boolean forcedMonotonic() {
    return forcedMonotonic;
  }

  /// The value below which the given share of observations lies, by linear interpolation within the
  /// bucket; the highest finite bound when that bucket has no end.
  double quantile(double quantile) {
    if (Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0 || quantile > 1) {
      return quantile < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (size < 2 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    makeMonotonic();
    double observations = counts[size - 1];
    if (observations == 0) {
      return Double.NaN;
    }
    return interpolated(quantile * observations);
  }

  private double interpolated(double rank) {
    int bucket = firstReaching(rank);
    if (bucket == size - 1) {
      return bounds[size - 2];
    }
    if (bucket == 0) {
      return bounds[0] <= 0 ? bounds[0] : bounds[0] * (rank / counts[0]);
    }
    double start = bounds[bucket - 1];
    double below = counts[bucket - 1];
    double within = counts[bucket] - below;
    return start + (bounds[bucket] - start) * ((rank - below) / within);
  }

  /// The share of observations between two values, by linear interpolation within buckets.
  double fraction(double lower, double upper) {
    if (size == 0 || bounds[size - 1] != Double.POSITIVE_INFINITY) {
      return Double.NaN;
    }
    makeMonotonic();
    double observations = counts[size - 1];
    if (observations == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    return lower >= upper ? 0 : (below(upper) - below(lower)) / observations;
  }

  /// The number of observations below a value.
  private double below(double value) {
    double rank = 0;
    double start = bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY;
    for (int i = 0; i < size; i++) {
      if (start >= value) {
        return rank;
      }
      if (bounds[i] > value) {
        if (Double.isInfinite(start)) {
          return counts[i];
        }
        boolean open = Double.isInfinite(bounds[i]);
        double share = open ? 0 : (value - start) / (bounds[i] - start);
        return rank + (counts[i] - rank) * share;
      }
      rank = counts[i];
      start = bounds[i];
    }
    return rank;
  }

  private int firstReaching(double rank) {
    for (int i = 0; i < size - 1; i++) {
      if (counts[i] >= rank) {
        return i;
      }
    }
    return size - 1;
  }

  private void makeMonotonic() {
    double previous = counts[0];
    for (int i = 1; i < size; i++) {
      double current = counts[i];
      if (almostEqual(previous, current)) {
        counts[i] = previous;
      } else if (current < previous) {
        counts[i] = previous;
        forcedMonotonic = true;
      } else {
        previous = current;
      }
    }
  }

  private static boolean almostEqual(double first, double second) {
    if (first == second || (Double.isNaN(first) && Double.isNaN(second))) {
      return true;
    }
    double sum = Math.abs(first) + Math.abs(second);
    double difference = Math.abs(first - second);
    if (first == 0 || second == 0 || sum < Double.MIN_NORMAL) {
      return difference < TOLERANCE * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(bounds, size))
        + Arrays.toString(Arrays.copyOf(counts, size));
  }
}
