package dev.tocsin.promql.eval;

import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.function.MetricName;
import dev.tocsin.promql.function.StepSeries;
import java.util.ArrayList;
import java.util.List;

/// Operators of which at least one side is a scalar.
final class ScalarOperations {
  private ScalarOperations() {}

  static double[] scalars(BinaryOperator operator, double[] left, double[] right) {
    double[] values = new double[left.length];
    for (int step = 0; step < values.length; step++) {
      values[step] = operator.apply(left[step], right[step]);
    }
    return values;
  }

  /// On which side of the operator the scalar stands.
  enum Side {
    LEFT,
    RIGHT
  }

  static List<StepSeries> vector(
      Expr.Binary binary, List<StepSeries> vector, double[] scalar, Side side) {
    BinaryOperator operator = binary.operator();
    boolean filters = operator.kind() == BinaryOperator.Kind.COMPARISON && !binary.returnsBool();
    var result = new ArrayList<StepSeries>();
    for (StepSeries series : vector) {
      double[] values = series.values().clone();
      for (int step = 0; step < values.length; step++) {
        if (!StepSeries.isAbsent(values[step])) {
          double left = side == Side.LEFT ? scalar[step] : values[step];
          double right = side == Side.LEFT ? values[step] : scalar[step];
          if (!filters) {
            values[step] = operator.apply(left, right);
          } else if (!operator.holds(left, right)) {
            values[step] = StepSeries.ABSENT;
          }
        }
      }
      var changed =
          new StepSeries(filters ? series.labels() : MetricName.drop(series.labels()), values);
      if (!filters || !changed.isEmpty()) {
        result.add(changed);
      }
    }
    return filters ? result : Duplicates.merge(result);
  }

  static List<StepSeries> negated(List<StepSeries> vector) {
    var result = new ArrayList<StepSeries>();
    for (StepSeries series : vector) {
      double[] values = series.values().clone();
      for (int step = 0; step < values.length; step++) {
        if (!StepSeries.isAbsent(values[step])) {
          values[step] = -values[step];
        }
      }
      result.add(new StepSeries(MetricName.drop(series.labels()), values));
    }
    return Duplicates.merge(result);
  }
}
