package dev.tocsin.promql.function;

import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;

/// The sorting functions. They order an instant result only.
final class Ordering {
  private static final NaturalOrder NATURAL = new NaturalOrder();

  private Ordering() {}

  static Operand ascending(Arguments arguments) {
    return sorted(arguments, byValue(Comparator.naturalOrder()));
  }

  static Operand descending(Arguments arguments) {
    return sorted(arguments, byValue(Comparator.reverseOrder()));
  }

  static Operand byLabels(Arguments arguments) {
    return sorted(arguments, Comparator.comparing(StepSeries::labels, labelOrder(arguments)));
  }

  static Operand byLabelsDescending(Arguments arguments) {
    Comparator<Labels> reversed = labelOrder(arguments).reversed();
    return sorted(arguments, Comparator.comparing(StepSeries::labels, reversed));
  }

  /// NaN last, whichever way the numbers go.
  private static Comparator<StepSeries> byValue(Comparator<Double> order) {
    Comparator<StepSeries> numbersFirst =
        Comparator.comparing(each -> Double.isNaN(each.values()[0]));
    return numbersFirst.thenComparing(each -> each.values()[0], order);
  }

  /// By the labels of the call, one after the other, then by all labels.
  private static Comparator<Labels> labelOrder(Arguments arguments) {
    Comparator<Labels> order = (_, _) -> 0;
    for (int i = 1; i < arguments.count(); i++) {
      String name = arguments.text(i);
      order = order.thenComparing(labels -> labels.get(name), NATURAL);
    }
    return order.thenComparing(Comparator.naturalOrder());
  }

  private static Operand sorted(Arguments arguments, Comparator<StepSeries> order) {
    var series = new ArrayList<StepSeries>(arguments.vector(0));
    if (arguments.steps().count() > 1) {
      arguments
          .annotations()
          .warn(
              "sort is ineffective for range queries since results are always ordered by labels",
              arguments.call().span());
    } else {
      series.sort(order);
    }
    return new Operand.Vector(series);
  }
}
