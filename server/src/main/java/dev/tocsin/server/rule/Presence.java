package dev.tocsin.server.rule;

import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;

/// Whether there is data for the series that a condition judges: the condition, rewritten so that
/// its comparisons say yes or no instead of leaving series out. What the rewritten expression
/// returns has data; what it does not return cannot be judged.
final class Presence {
  /// Their series are there only while something is wrong, so that they are not there says that all
  /// is well.
  private static final Set<String> STATES = Set.of("ALERTS", "ALERTS_FOR_STATE");

  private static final Set<String> ABSENCES = Set.of("absent", "absent_over_time");

  private Presence() {}

  /// The rewritten expression; nothing if there is always data.
  static Optional<Expr> of(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral _, Expr.StringLiteral _ -> Optional.of(expr);
      case Expr.VectorSelector selector -> selector(selector, expr);
      case Expr.RangeSelector range -> selector(range.vector(), expr);
      case Expr.Subquery it ->
          of(it.body())
              .map(
                  body ->
                      new Expr.Subquery(
                          body, it.rangeMillis(), it.stepMillis(), it.shift(), it.span()));
      case Expr.Unary it ->
          of(it.operand()).map(operand -> new Expr.Unary(it.sign(), operand, it.span()));
      case Expr.Parens it -> of(it.body()).map(body -> new Expr.Parens(body, it.span()));
      case Expr.Aggregation it -> aggregation(it);
      case Expr.Call it -> call(it);
      case Expr.Binary it -> binary(it);
    };
  }

  private static Optional<Expr> selector(Expr.VectorSelector selector, Expr whole) {
    return STATES.contains(selector.metricName()) ? Optional.empty() : Optional.of(whole);
  }

  private static Optional<Expr> aggregation(Expr.Aggregation it) {
    return of(it.body())
        .map(
            body ->
                new Expr.Aggregation(
                    it.aggregator(), it.parameter(), body, it.grouping(), it.span()));
  }

  private static Optional<Expr> call(Expr.Call call) {
    if (ABSENCES.contains(call.function())) {
      return Optional.empty();
    }
    var arguments = new ArrayList<Expr>();
    for (var argument : call.arguments()) {
      var present = of(argument);
      if (present.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(present.orElseThrow());
    }
    return Optional.of(new Expr.Call(call.function(), arguments, call.type(), call.span()));
  }

  private static Optional<Expr> binary(Expr.Binary it) {
    var left = of(it.left());
    if (it.operator() == BinaryOperator.UNLESS) {
      return left;
    }
    var right = of(it.right());
    if (it.operator() == BinaryOperator.AND) {
      return left.isPresent() && right.isPresent()
          ? Optional.of(joined(it, left.orElseThrow(), right.orElseThrow()))
          : left;
    }
    if (left.isEmpty() || right.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(joined(it, left.orElseThrow(), right.orElseThrow()));
  }

  private static Expr joined(Expr.Binary it, Expr left, Expr right) {
    boolean compares = it.operator().kind() == BinaryOperator.Kind.COMPARISON;
    return new Expr.Binary(
        it.operator(), left, right, it.returnsBool() || compares, it.matching(), it.span());
  }
}
