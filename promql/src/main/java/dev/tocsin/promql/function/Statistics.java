package dev.tocsin.promql.function;

import dev.tocsin.promql.function.Code.WindowCode;

/// A set of numbers combined into one: over the samples of a range, and over the series of a group.
/// Every method takes at least one value, from an index inclusive to an index exclusive.
public final class Statistics {
  private Statistics() {}

  /// One of the methods of this class.
  @FunctionalInterface
  public interface Statistic {
    double of(double[] values, int from, int to);
  }

  static WindowCode overTime(Statistic statistic) {
    return (window, scalars) -> window.reduce(statistic);
  }

  public static double sum(double[] values, int from, int to) {
    var sum = new KahanSum();
    for (int i = from; i < to; i++) {
      sum.add(values[i]);
    }
    return sum.total();
  }

  public static double average(double[] values, int from, int to) {
    var mean = new RunningMean();
    for (int i = from; i < to; i++) {
      mean.add(values[i]);
    }
    return mean.mean();
  }

  public static double count(double[] values, int from, int to) {
    return to - from;
  }

  public static double one(double[] values, int from, int to) {
    return 1;
  }

  static double first(double[] values, int from, int to) {
    return values[from];
  }

  static double last(double[] values, int from, int to) {
    return values[to - 1];
  }

  /// NaN only when there is nothing else.
  public static double minimum(double[] values, int from, int to) {
    double minimum = values[from];
    for (int i = from + 1; i < to; i++) {
      if (values[i] < minimum || Double.isNaN(minimum)) {
        minimum = values[i];
      }
    }
    return minimum;
  }

  /// NaN only when there is nothing else.
  public static double maximum(double[] values, int from, int to) {
    double maximum = values[from];
    for (int i = from + 1; i < to; i++) {
      if (values[i] > maximum || Double.isNaN(maximum)) {
        maximum = values[i];
      }
    }
    return maximum;
  }

  public static double deviation(double[] values, int from, int to) {
    return Math.sqrt(variance(values, from, to));
  }

  /// The population variance, by Welford's method on compensated sums.
  public static double variance(double[] values, int from, int to) {
    var mean = new KahanSum();
    var squares = new KahanSum();
    for (int i = from; i < to; i++) {
      double delta = values[i] - mean.total();
      mean.add(delta / (i - from + 1));
      squares.add(delta * (values[i] - mean.total()));
    }
    return squares.total() / (to - from);
  }
}
