package dev.tocsin.promql.eval;

import dev.tocsin.promql.QueryLimitException;
import dev.tocsin.promql.RangeSeries;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.promql.function.Arguments;
import dev.tocsin.promql.function.Code;
import dev.tocsin.promql.function.Function;
import dev.tocsin.promql.function.Function.Trait;
import dev.tocsin.promql.function.Functions;
import dev.tocsin.promql.function.MetricName;
import dev.tocsin.promql.function.Operand;
import dev.tocsin.promql.function.Quantile;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.promql.function.Steps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Evaluates an expression node by node, each node for all steps at once.
///
/// The idea. A query has steps: one for an instant query, many for a range query. Every node of the
/// tree is evaluated once and gives a value for each step: a scalar is an array of numbers, a
/// vector a list of series with an array of numbers each ([StepSeries]). A node knows nothing about
/// how its operands came to be. Selectors ask the store once for the whole time range and walk each
/// series once, forward; matching of labels, grouping, and names of results are worked out once for
/// each series and not for each step; what is left for the steps are loops over `double[]`.
///
/// Absence. Whether a series has a value at a step is part of the language (it is what comparisons
/// filter and what `absent` is about). A missing value is the number [StepSeries#ABSENT], which no
/// sample and no arithmetic yields; loops test for it before they compute.
///
/// Names. An operation whose result no longer measures the same thing drops the metric name, after
/// which two series may have equal labels. That is an error at a step where both have a value and
/// otherwise makes them one series ([Duplicates]). So between nodes labels are unique.
///
/// Ranges. A range selector never becomes a value: the function it is an argument of is applied to
/// a [dev.tocsin.promql.function.Window] that slides over the samples. A subquery evaluates its
/// body over steps of its own, which cover the ranges of all outer steps, and its values are
/// windowed in the same way. So the body is computed once and not for each outer step.
///
/// Limits. The values held at a time are counted ([SampleBudget]): a node adds its result and takes
/// away its operands. Loops over series ask the cancellation.
///
/// Source: the semantics are those of Prometheus 3.
public final class Evaluator {
  /// The step of a subquery that names none.
  private static final long DEFAULT_SUBQUERY_STEP_MILLIS = 60_000;

  private static final List<String> COUNTER_ENDINGS =
      List.of("_total", "_sum", "_count", "_bucket");

  private final QueryContext context;
  private final SampleBudget budget;
  private final Selections selections;
  private final Aggregations aggregations;
  private int depth;

  public Evaluator(QueryContext context) {
    this.context = context;
    this.budget = new SampleBudget(context.limits().samples());
    this.selections = new Selections(context, budget);
    this.aggregations = new Aggregations(context);
  }

  /// The value of an expression that is no range vector, for all steps of the query.
  public Operand evaluate(Expr expr) {
    return evaluate(expr, context.steps());
  }

  /// The samples of a range vector at the only step of the query.
  public List<RangeSeries> samples(Expr expr) {
    return selections.samples(ranges(expr.unwrapped(), context.steps()));
  }

  private Operand evaluate(Expr expr, Steps steps) {
    context.cancellation().check();
    depth++;
    if (depth > context.limits().depth()) {
      throw new QueryLimitException(
          "expression is nested deeper than " + context.limits().depth() + " levels");
    }
    Operand result =
        switch (expr) {
          case Expr.NumberLiteral number -> constant(number.value(), steps);
          case Expr.StringLiteral string -> new Operand.Text(string.value());
          case Expr.VectorSelector selector ->
              new Operand.Vector(selections.instant(selector, steps, Selections.Wanted.VALUES));
          case Expr.Unary unary -> unary(unary, steps);
          case Expr.Binary binary -> binary(binary, steps);
          case Expr.Aggregation aggregation -> aggregation(aggregation, steps);
          case Expr.Call call -> call(call, steps);
          case Expr.Parens parens -> evaluate(parens.body(), steps);
          case Expr.RangeSelector _, Expr.Subquery _ ->
              throw new IllegalStateException("BUG: a range outside of a function: " + expr);
        };
    depth--;
    return result;
  }

  private Operand constant(double value, Steps steps) {
    budget.charge(steps.count());
    double[] values = new double[steps.count()];
    Arrays.fill(values, value);
    return new Operand.Scalar(values);
  }

  /// Counts a result in and the operands that it replaces out.
  private Operand replacing(Operand result, Operand... operands) {
    budget.charge(SampleBudget.size(result));
    for (Operand operand : operands) {
      budget.release(SampleBudget.size(operand));
    }
    return result;
  }

  private Operand unary(Expr.Unary unary, Steps steps) {
    Operand operand = evaluate(unary.operand(), steps);
    if (unary.sign() == Expr.Unary.Sign.PLUS) {
      return operand;
    }
    return switch (operand) {
      case Operand.Vector(var series) ->
          replacing(new Operand.Vector(ScalarOperations.negated(series)), operand);
      case Operand.Scalar(var values) ->
          replacing(new Operand.Scalar(Arrays.stream(values).map(v -> -v).toArray()), operand);
      case Operand.Text _ -> throw new IllegalStateException("BUG: sign before a string");
    };
  }

  private Operand binary(Expr.Binary binary, Steps steps) {
    Operand left = evaluate(binary.left(), steps);
    Operand right = evaluate(binary.right(), steps);
    return replacing(combined(binary, left, right), left, right);
  }

  private Operand combined(Expr.Binary binary, Operand left, Operand right) {
    record Sides(Operand left, Operand right) {}
    return switch (new Sides(left, right)) {
      case Sides(Operand.Scalar(var first), Operand.Scalar(var second)) ->
          new Operand.Scalar(ScalarOperations.scalars(binary.operator(), first, second));
      case Sides(Operand.Vector(var series), Operand.Scalar(var scalar)) ->
          new Operand.Vector(
              ScalarOperations.vector(binary, series, scalar, ScalarOperations.Side.RIGHT));
      case Sides(Operand.Scalar(var scalar), Operand.Vector(var series)) ->
          new Operand.Vector(
              ScalarOperations.vector(binary, series, scalar, ScalarOperations.Side.LEFT));
      case Sides(Operand.Vector(var first), Operand.Vector(var second)) ->
          new Operand.Vector(vectors(binary, first, second));
      case Sides(Operand.Text _, _), Sides(_, Operand.Text _) ->
          throw new IllegalStateException("BUG: operator on a string");
    };
  }

  private List<StepSeries> vectors(
      Expr.Binary binary, List<StepSeries> left, List<StepSeries> right) {
    return switch (binary.operator().kind()) {
      case SET -> SetOperations.evaluate(binary, left, right);
      case ARITHMETIC, COMPARISON -> new VectorJoin(context, binary).evaluate(left, right);
    };
  }

  private Operand aggregation(Expr.Aggregation aggregation, Steps steps) {
    Expr parameter = aggregation.parameter();
    Operand parameterValue = parameter == null ? new Operand.Text("") : evaluate(parameter, steps);
    Operand body = evaluate(aggregation.body(), steps);
    if (!(body instanceof Operand.Vector(List<StepSeries> series))) {
      throw new IllegalStateException("BUG: aggregation of " + aggregation.body());
    }
    List<StepSeries> result = aggregations.evaluate(aggregation, series, parameterValue, steps);
    return replacing(new Operand.Vector(result), body, parameterValue);
  }

  private Operand call(Expr.Call call, Steps steps) {
    Function function = Functions.named(call.function());
    if (function == null) {
      throw new IllegalStateException("BUG: no function " + call.function());
    }
    return switch (function.code()) {
      case Code.OverWindow(var code) -> named(function, windowed(call, function, code, steps));
      case Code.OverWindowThen(var code, var then) -> {
        Operand windowed = new Operand.Vector(windowed(call, function, code, steps));
        yield applied(then, call, List.of(windowed), steps);
      }
      case Code.PerSample(var code) -> perSample(call, code, steps);
      case Code.PerVector(var code) -> applied(code, call, arguments(call, steps), steps);
      case Code.SampleTimes(var otherwise) -> sampleTimes(call, otherwise, steps);
    };
  }

  private List<Operand> arguments(Expr.Call call, Steps steps) {
    var operands = new ArrayList<Operand>();
    for (Expr argument : call.arguments()) {
      operands.add(evaluate(argument, steps));
    }
    return operands;
  }

  private Operand applied(
      Code.VectorCode code, Expr.Call call, List<Operand> operands, Steps steps) {
    Operand result =
        code.apply(new Arguments(steps, context.times(), call, operands, context.annotations()));
    if (result instanceof Operand.Vector(List<StepSeries> series)) {
      result = new Operand.Vector(Duplicates.merge(series));
    }
    return replacing(result, operands.toArray(Operand[]::new));
  }

  private static Operand named(Function function, List<StepSeries> series) {
    if (function.has(Trait.KEEPS_NAME)) {
      return new Operand.Vector(series);
    }
    return new Operand.Vector(
        Duplicates.merge(
            series.stream().map(each -> each.withLabels(MetricName.drop(each.labels()))).toList()));
  }

  private Operand sampleTimes(Expr.Call call, Code.VectorCode otherwise, Steps steps) {
    if (!(call.arguments().getFirst().unwrapped() instanceof Expr.VectorSelector selector)) {
      return applied(otherwise, call, arguments(call, steps), steps);
    }
    List<StepSeries> times =
        selections.instant(selector, steps, Selections.Wanted.TIMES_IN_SECONDS);
    return new Operand.Vector(
        Duplicates.merge(
            times.stream().map(each -> each.withLabels(MetricName.drop(each.labels()))).toList()));
  }

  private Operand perSample(Expr.Call call, Code.SampleCode code, Steps steps) {
    Operand argument = evaluate(call.arguments().getFirst(), steps);
    if (!(argument instanceof Operand.Vector(List<StepSeries> vector))) {
      throw new IllegalStateException("BUG: first argument of " + call);
    }
    double[][] scalars = scalars(call, steps);
    double[] atStep = new double[scalars.length];
    var result = new ArrayList<StepSeries>();
    for (StepSeries series : vector) {
      double[] values = series.values().clone();
      for (int step = 0; step < values.length; step++) {
        if (!StepSeries.isAbsent(values[step])) {
          for (int i = 0; i < atStep.length; i++) {
            atStep[i] = scalars[i][step];
          }
          values[step] = code.apply(values[step], atStep);
        }
      }
      result.add(new StepSeries(MetricName.drop(series.labels()), values));
    }
    return replacing(new Operand.Vector(Duplicates.merge(result)), argument);
  }

  /// The scalar arguments by argument and step.
  private double[][] scalars(Expr.Call call, Steps steps) {
    var scalars = new ArrayList<double[]>();
    for (Expr argument : call.arguments()) {
      if (argument.type() == ValueType.SCALAR
          && evaluate(argument, steps) instanceof Operand.Scalar(double[] values)) {
        scalars.add(values);
      }
    }
    return scalars.toArray(double[][]::new);
  }

  private List<StepSeries> windowed(
      Expr.Call call, Function function, Code.WindowCode code, Steps steps) {
    Expr range = rangeArgument(call);
    double[][] scalars = scalars(call, steps);
    if (function.has(Trait.TAKES_QUANTILE)) {
      Quantile.warn(scalars[0], context.annotations(), call.arguments().getFirst().span());
    }
    List<StepSeries> result = selections.windowed(ranges(range.unwrapped(), steps), code, scalars);
    if (function.has(Trait.FOR_COUNTERS)) {
      result.forEach(series -> remarkIfNoCounter(series.labels().metricName(), range));
    }
    return result;
  }

  private static Expr rangeArgument(Expr.Call call) {
    for (Expr argument : call.arguments()) {
      if (argument.type() == ValueType.RANGE_VECTOR) {
        return argument;
      }
    }
    throw new IllegalStateException("BUG: no range in " + call);
  }

  private void remarkIfNoCounter(String metricName, Expr range) {
    if (!metricName.isEmpty() && COUNTER_ENDINGS.stream().noneMatch(metricName::endsWith)) {
      context
          .annotations()
          .inform(
              "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: \""
                  + metricName
                  + '"',
              range.span());
    }
  }

  private Selections.Ranges ranges(Expr range, Steps steps) {
    if (range instanceof Expr.RangeSelector selector) {
      return selections.ranges(selector, steps);
    }
    if (range instanceof Expr.Subquery subquery) {
      return subquery(subquery, steps);
    }
    throw new IllegalStateException("BUG: no range: " + range);
  }

  private Selections.Ranges subquery(Expr.Subquery subquery, Steps steps) {
    SelectionTimes times = selections.times(subquery.shift(), steps);
    long stepMillis =
        subquery.stepMillis() == 0 ? DEFAULT_SUBQUERY_STEP_MILLIS : subquery.stepMillis();
    Steps inner = Selections.subquerySteps(times, subquery.rangeMillis(), stepMillis);
    if (inner.count() == 0) {
      return new Selections.Ranges(List.of(), times, subquery.rangeMillis(), 0);
    }
    budget.charge(inner.count());
    budget.release(inner.count());
    Operand body = evaluate(subquery.body(), inner);
    if (!(body instanceof Operand.Vector(List<StepSeries> series))) {
      throw new IllegalStateException("BUG: subquery of " + subquery.body());
    }
    List<Selections.RangeSource> sources =
        series.stream()
            .map(each -> new Selections.RangeSource(each.labels(), new StepSamples(each, inner)))
            .toList();
    return new Selections.Ranges(sources, times, subquery.rangeMillis(), SampleBudget.size(body));
  }
}
