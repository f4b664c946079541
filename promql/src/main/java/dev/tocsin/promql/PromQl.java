package dev.tocsin.promql;

import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.promql.eval.Evaluator;
import dev.tocsin.promql.eval.QueryContext;
import dev.tocsin.promql.function.Operand;
import dev.tocsin.promql.function.QueryTimes;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.promql.function.Steps;
import dev.tocsin.promql.parse.Parser;
import dev.tocsin.series.Labels;
import dev.tocsin.series.SeriesReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// The query engine: parses expressions and evaluates them within limits. Safe for use by many
/// threads.
public final class PromQl {
  private final QueryLimits limits;

  public PromQl(QueryLimits limits) {
    this.limits = limits;
  }

  /// The checked tree of an expression.
  ///
  /// @throws PromQlParseException if the text is none
  public static Expr parse(String text) {
    return Parser.parse(text);
  }

  /// The selectors of an expression in the order they are written, also those within ranges.
  public static List<Expr.VectorSelector> selectors(Expr expr) {
    var selectors = new ArrayList<Expr.VectorSelector>();
    collect(expr, selectors);
    return selectors;
  }

  private static void collect(Expr expr, List<Expr.VectorSelector> selectors) {
    if (expr instanceof Expr.VectorSelector selector) {
      selectors.add(selector);
    }
    expr.children().forEach(child -> collect(child, selectors));
  }

  /// The value of an expression at one instant.
  ///
  /// @throws PromQlEvaluationException if the series at hand do not allow it, a limit is reached or
  ///   the query is cancelled
  public Value instant(SeriesReader reader, Expr expr, long atMillis, Cancellation cancellation) {
    return instant(reader, expr, atMillis, cancellation, new Annotations());
  }

  /// As [#instant(SeriesReader, Expr, long, Cancellation)], with a place for remarks.
  public Value instant(
      SeriesReader reader,
      Expr expr,
      long atMillis,
      Cancellation cancellation,
      Annotations annotations) {
    var steps = new Steps(atMillis, 0, 1);
    var evaluator =
        new Evaluator(
            new QueryContext(
                reader,
                limits,
                cancellation,
                annotations,
                steps,
                new QueryTimes(atMillis, atMillis, 0)));
    if (expr.type() == ValueType.RANGE_VECTOR) {
      return sorted(evaluator.samples(expr));
    }
    return switch (evaluator.evaluate(expr)) {
      case Operand.Scalar(double[] values) -> new Value.Scalar(atMillis, values[0]);
      case Operand.Text(String text) -> new Value.Text(atMillis, text);
      case Operand.Vector(List<StepSeries> series) ->
          new Value.InstantVector(
              series.stream()
                  .filter(each -> each.isPresent(0))
                  .map(each -> new InstantSample(each.labels(), atMillis, each.values()[0]))
                  .toList());
    };
  }

  /// The values of an expression at each step of a window.
  ///
  /// @throws PromQlEvaluationException if the expression is neither a scalar nor an instant vector,
  ///   the series at hand do not allow it, a limit is reached or the query is cancelled
  public Value range(
      SeriesReader reader, Expr expr, RangeWindow window, Cancellation cancellation) {
    return range(reader, expr, window, cancellation, new Annotations());
  }

  /// As [#range(SeriesReader, Expr, RangeWindow, Cancellation)], with a place for remarks.
  public Value range(
      SeriesReader reader,
      Expr expr,
      RangeWindow window,
      Cancellation cancellation,
      Annotations annotations) {
    if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.INSTANT_VECTOR) {
      throw new PromQlEvaluationException(
          "invalid expression type \"%s\" for range query, must be scalar or instant vector"
              .formatted(expr.type()));
    }
    Steps steps = steps(window);
    var evaluator =
        new Evaluator(
            new QueryContext(
                reader,
                limits,
                cancellation,
                annotations,
                steps,
                new QueryTimes(window.startMillis(), window.endMillis(), window.stepMillis())));
    return switch (evaluator.evaluate(expr)) {
      case Operand.Scalar(double[] values) ->
          new Value.RangeMatrix(List.of(compact(new StepSeries(Labels.EMPTY, values), steps)));
      case Operand.Vector(List<StepSeries> series) ->
          sorted(
              series.stream()
                  .filter(each -> !each.isEmpty())
                  .map(each -> compact(each, steps))
                  .toList());
      case Operand.Text _ -> throw new IllegalStateException("BUG: string for " + expr.type());
    };
  }

  private Steps steps(RangeWindow window) {
    long count = (window.endMillis() - window.startMillis()) / window.stepMillis() + 1;
    if (count > limits.points() || count < 1) {
      throw new QueryLimitException(
          "%d points per series exceed the limit of %d: choose a longer step or a shorter range"
              .formatted(count, limits.points()));
    }
    return new Steps(window.startMillis(), window.stepMillis(), (int) count);
  }

  private static Value.RangeMatrix sorted(List<RangeSeries> series) {
    var sorted = new ArrayList<>(series);
    sorted.sort(Comparator.comparing(RangeSeries::labels));
    return new Value.RangeMatrix(sorted);
  }

  private static RangeSeries compact(StepSeries series, Steps steps) {
    long[] times = new long[steps.count()];
    double[] values = new double[steps.count()];
    int size = 0;
    for (int step = 0; step < values.length; step++) {
      if (series.isPresent(step)) {
        times[size] = steps.at(step);
        values[size++] = series.values()[step];
      }
    }
    return new RangeSeries(
        series.labels(), Arrays.copyOf(times, size), Arrays.copyOf(values, size));
  }
}
