package dev.tocsin.promql.function;

import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.ast.Notation;
import dev.tocsin.promql.ast.Span;
import java.util.Arrays;

/// The quantile of a set of numbers, with linear interpolation between neighbours.
public final class Quantile {
  private Quantile() {}

  /// Sorts the first `size` values in place, NaN first, and picks. Below 0 and above 1 the result
  /// is infinite; without values or for NaN it is NaN.
  public static double of(double quantile, double[] values, int size) {
    if (size == 0 || Double.isNaN(quantile)) {
      return Double.NaN;
    }
    if (quantile < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (quantile > 1) {
      return Double.POSITIVE_INFINITY;
    }
    Arrays.sort(values, 0, size);
    int notNumbers = 0;
    while (notNumbers < size && Double.isNaN(values[size - 1 - notNumbers])) {
      notNumbers++;
    }
    double rank = quantile * (size - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(size - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return pick(values, size, notNumbers, lower) * (1 - weight)
        + pick(values, size, notNumbers, upper) * weight;
  }

  /// Remarks on each quantile that is none.
  public static void warn(double[] quantiles, Annotations annotations, Span span) {
    for (double quantile : quantiles) {
      if (!(quantile >= 0 && quantile <= 1)) {
        annotations.warn(
            "quantile value should be between 0 and 1, got " + Notation.number(quantile), span);
      }
    }
  }

  /// `Arrays.sort` puts NaN last; the language counts it as the smallest value.
  private static double pick(double[] values, int size, int notNumbers, int index) {
    return index < notNumbers ? values[size - 1 - index] : values[index - notNumbers];
  }
}
