package dev.tocsin.promql.function;

import java.util.ArrayList;
import java.util.Comparator;

/// `sort` and `sort_desc`: NaN last in both. They order an instant result only.
final class Ordering {
  private Ordering() {}

  static Operand ascending(Arguments arguments) {
    return sorted(arguments, Comparator.naturalOrder());
  }

  static Operand descending(Arguments arguments) {
    return sorted(arguments, Comparator.reverseOrder());
  }

  private static Operand sorted(Arguments arguments, Comparator<Double> order) {
    if (arguments.steps().count() > 1) {
      arguments
          .annotations()
          .warn(
              "sort is ineffective for range queries since results are always ordered by labels",
              arguments.call().span());
      return new Operand.Vector(arguments.vector(0));
    }
    var series = new ArrayList<StepSeries>(arguments.vector(0));
    Comparator<StepSeries> numbersFirst =
        Comparator.comparing(each -> Double.isNaN(each.values()[0]));
    series.sort(numbersFirst.thenComparing(each -> each.values()[0], order));
    return new Operand.Vector(series);
  }
}
