package dev.tocsin.server.rule;

import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The comparisons in a rule's condition that say when it is too much.
public final class Thresholds {
  private Thresholds() {}

  /// Comparisons with a number, or with a multiple of what is usual, in the order they are written.
  public static List<Expr.Binary> in(Expr condition) {
    var found = new ArrayList<Expr.Binary>();
    collect(condition, found);
    return found;
  }

  /// The limits alone, such as `> 0.02`; the empty text if the condition has none.
  public static String limits(Expr condition) {
    return in(condition).stream()
        .map(it -> it.operator() + " " + limit(it.right()))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String limit(Expr right) {
    var factor = factor(right);
    return factor.isPresent() ? factor.orElseThrow() + " times the usual" : right.toString();
  }

  private static Optional<Expr> factor(Expr right) {
    return right.unwrapped() instanceof Expr.Binary product
            && product.left().unwrapped() instanceof Expr.NumberLiteral number
        ? Optional.of(number)
        : Optional.empty();
  }

  private static void collect(Expr expr, List<Expr.Binary> found) {
    if (expr instanceof Expr.Binary comparison
        && comparison.operator().kind() == BinaryOperator.Kind.COMPARISON
        && isLimit(comparison.right())) {
      found.add(comparison);
    } else {
      expr.children().forEach(child -> collect(child, found));
    }
  }

  private static boolean isLimit(Expr right) {
    return right.unwrapped() instanceof Expr.NumberLiteral || factor(right).isPresent();
  }
}
