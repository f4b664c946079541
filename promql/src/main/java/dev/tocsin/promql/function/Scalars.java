package dev.tocsin.promql.function;

import dev.tocsin.promql.function.Code.VectorCode;
import dev.tocsin.series.Labels;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToLongFunction;

/// Between scalars, vectors and time.
final class Scalars {
  private Scalars() {}

  static Operand time(Arguments arguments) {
    return new Operand.Scalar(times(arguments.steps()));
  }

  static double[] times(Steps steps) {
    double[] values = new double[steps.count()];
    for (int i = 0; i < values.length; i++) {
      values[i] = steps.at(i) / 1000.0;
    }
    return values;
  }

  static Operand pi(Arguments arguments) {
    double[] values = new double[arguments.steps().count()];
    Arrays.fill(values, Math.PI);
    return new Operand.Scalar(values);
  }

  /// A time of the query itself, in seconds.
  static VectorCode ofQuery(ToLongFunction<QueryTimes> time) {
    return arguments -> {
      double[] values = new double[arguments.steps().count()];
      Arrays.fill(values, time.applyAsLong(arguments.query()) / 1000.0);
      return new Operand.Scalar(values);
    };
  }

  static VectorCode ofTwo(DoubleBinaryOperator operator) {
    return arguments -> {
      double[] values = arguments.scalar(0).clone();
      Arrays.setAll(
          values, step -> operator.applyAsDouble(values[step], arguments.scalar(1)[step]));
      return new Operand.Scalar(values);
    };
  }

  static Operand vector(Arguments arguments) {
    double[] values = arguments.scalar(0).clone();
    return new Operand.Vector(List.of(new StepSeries(Labels.EMPTY, values)));
  }

  /// The value of the only series at a step; NaN when there is none or more than one.
  static Operand scalar(Arguments arguments) {
    int count = arguments.steps().count();
    double[] values = new double[count];
    int[] found = new int[count];
    for (StepSeries series : arguments.vector(0)) {
      for (int step = 0; step < count; step++) {
        if (series.isPresent(step)) {
          values[step] = series.values()[step];
          found[step]++;
        }
      }
    }
    for (int step = 0; step < count; step++) {
      if (found[step] != 1) {
        values[step] = Double.NaN;
      }
    }
    return new Operand.Scalar(values);
  }

  /// For what is no plain selector: a value computed at a step has the time of the step.
  static Operand stepTimes(Arguments arguments) {
    double[] times = times(arguments.steps());
    return new Operand.Vector(
        arguments.vector(0).stream()
            .map(series -> new StepSeries(MetricName.drop(series.labels()), timed(series, times)))
            .toList());
  }

  private static double[] timed(StepSeries series, double[] times) {
    double[] values = times.clone();
    for (int step = 0; step < values.length; step++) {
      if (!series.isPresent(step)) {
        values[step] = StepSeries.ABSENT;
      }
    }
    return values;
  }
}
