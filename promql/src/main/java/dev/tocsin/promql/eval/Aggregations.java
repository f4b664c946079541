package dev.tocsin.promql.eval;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.ast.Aggregator;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.Notation;
import dev.tocsin.promql.eval.Groups.Group;
import dev.tocsin.promql.function.Operand;
import dev.tocsin.promql.function.Quantile;
import dev.tocsin.promql.function.Statistics;
import dev.tocsin.promql.function.Statistics.Statistic;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.promql.function.Steps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Series combined by group.
final class Aggregations {
  private final QueryContext context;

  Aggregations(QueryContext context) {
    this.context = context;
  }

  /// @param parameter the value of the parameter; an empty text for aggregators without one
  List<StepSeries> evaluate(
      Expr.Aggregation aggregation, List<StepSeries> body, Operand parameter, Steps steps) {
    List<Group> groups = Groups.of(body, aggregation.grouping());
    return switch (aggregation.aggregator()) {
      case SUM -> reduce(groups, steps, Statistics::sum);
      case AVG -> reduce(groups, steps, Statistics::average);
      case MIN -> reduce(groups, steps, Statistics::minimum);
      case MAX -> reduce(groups, steps, Statistics::maximum);
      case COUNT -> reduce(groups, steps, Statistics::count);
      case GROUP -> reduce(groups, steps, Statistics::one);
      case STDDEV -> reduce(groups, steps, Statistics::deviation);
      case STDVAR -> reduce(groups, steps, Statistics::variance);
      case QUANTILE -> quantile(aggregation, groups, scalar(parameter));
      case TOPK, BOTTOMK -> extremes(aggregation.aggregator(), groups, scalar(parameter));
      case COUNT_VALUES -> countValues(groups, steps, text(parameter));
    };
  }

  private static double[] scalar(Operand parameter) {
    if (parameter instanceof Operand.Scalar(double[] values)) {
      return values;
    }
    throw new IllegalStateException("BUG: aggregation parameter " + parameter);
  }

  private static String text(Operand parameter) {
    if (parameter instanceof Operand.Text(String text)) {
      return text;
    }
    throw new IllegalStateException("BUG: aggregation parameter " + parameter);
  }

  private List<StepSeries> reduce(List<Group> groups, Steps steps, Statistic statistic) {
    var result = new ArrayList<StepSeries>();
    for (Group group : groups) {
      context.cancellation().check();
      double[] values = StepSeries.absentValues(steps.count());
      double[] present = new double[group.members().size()];
      for (int step = 0; step < values.length; step++) {
        int size = group.gather(step, present);
        if (size > 0) {
          values[step] = statistic.of(present, 0, size);
        }
      }
      result.add(new StepSeries(group.labels(), values));
    }
    return result;
  }

  private List<StepSeries> quantile(
      Expr.Aggregation aggregation, List<Group> groups, double[] quantiles) {
    Expr parameter = aggregation.children().getFirst();
    Quantile.warn(quantiles, context.annotations(), parameter.span());
    var result = new ArrayList<StepSeries>();
    for (Group group : groups) {
      context.cancellation().check();
      double[] values = StepSeries.absentValues(quantiles.length);
      double[] present = new double[group.members().size()];
      for (int step = 0; step < values.length; step++) {
        int size = group.gather(step, present);
        if (size > 0) {
          values[step] = Quantile.of(quantiles[step], present, size);
        }
      }
      result.add(new StepSeries(group.labels(), values));
    }
    return result;
  }

  private List<StepSeries> extremes(Aggregator aggregator, List<Group> groups, double[] limits) {
    for (double limit : limits) {
      if (Double.isNaN(limit)) {
        throw new PromQlEvaluationException("Parameter value is NaN");
      }
    }
    boolean top = aggregator == Aggregator.TOPK;
    var result = new ArrayList<StepSeries>();
    for (Group group : groups) {
      context.cancellation().check();
      List<StepSeries> chosen = Extremes.of(group, limits, top);
      if (limits.length == 1) {
        chosen.sort(byValue(top));
      }
      result.addAll(chosen);
    }
    return result;
  }

  private static Comparator<StepSeries> byValue(boolean top) {
    Comparator<Double> order = top ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Comparator<StepSeries> numbersFirst =
        Comparator.comparing(each -> Double.isNaN(each.values()[0]));
    return numbersFirst.thenComparing(each -> each.values()[0], order);
  }

  private List<StepSeries> countValues(List<Group> groups, Steps steps, String label) {
    if (!Notation.isLabelName(label)) {
      throw new PromQlEvaluationException("invalid label name " + Notation.quoted(label));
    }
    var result = new ArrayList<StepSeries>();
    for (Group group : groups) {
      context.cancellation().check();
      Map<String, double[]> counts = new LinkedHashMap<>();
      double[] present = new double[group.members().size()];
      for (int step = 0; step < steps.count(); step++) {
        int size = group.gather(step, present);
        for (int i = 0; i < size; i++) {
          count(counts, Notation.number(present[i]), step, steps.count());
        }
      }
      counts.forEach(
          (value, values) -> result.add(new StepSeries(group.labels().with(label, value), values)));
    }
    return Duplicates.merge(result);
  }

  private static void count(Map<String, double[]> counts, String value, int step, int steps) {
    double[] values = counts.computeIfAbsent(value, _ -> StepSeries.absentValues(steps));
    values[step] = StepSeries.isAbsent(values[step]) ? 1 : values[step] + 1;
  }
}
