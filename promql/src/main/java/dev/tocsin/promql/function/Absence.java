package dev.tocsin.promql.function;

import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `absent` and the second half of `absent_over_time`: one where nothing else is.
final class Absence {
  private Absence() {}

  static Operand absent(Arguments arguments) {
    double[] values = new double[arguments.steps().count()];
    Arrays.fill(values, 1);
    for (StepSeries series : arguments.vector(0)) {
      for (int step = 0; step < values.length; step++) {
        if (series.isPresent(step)) {
          values[step] = StepSeries.ABSENT;
        }
      }
    }
    return new Operand.Vector(List.of(new StepSeries(labels(arguments.expr(0)), values)));
  }

  /// The labels that a matching series would be sure to have.
  private static Labels labels(Expr expr) {
    List<Matcher> matchers = List.of();
    if (expr instanceof Expr.VectorSelector selector) {
      matchers = selector.matchers();
    } else if (expr instanceof Expr.RangeSelector range) {
      matchers = range.vector().matchers();
    }
    var labels = Labels.builder();
    Set<String> seen = new HashSet<>(Set.of(Labels.METRIC_NAME));
    for (Matcher matcher : matchers) {
      boolean sure = matcher.type() == Matcher.Type.EQUAL && seen.add(matcher.name());
      if (sure) {
        labels.set(matcher.name(), matcher.value());
      } else if (!matcher.name().equals(Labels.METRIC_NAME)) {
        labels.set(matcher.name(), "");
        seen.add(matcher.name());
      }
    }
    return labels.build();
  }
}
