package dev.tocsin.promql.ast;

import dev.tocsin.promql.ast.Expr.Aggregation;
import dev.tocsin.promql.ast.Expr.Binary;
import dev.tocsin.promql.ast.Expr.Call;
import dev.tocsin.promql.ast.Expr.NumberLiteral;
import dev.tocsin.promql.ast.Expr.Parens;
import dev.tocsin.promql.ast.Expr.RangeSelector;
import dev.tocsin.promql.ast.Expr.StringLiteral;
import dev.tocsin.promql.ast.Expr.Subquery;
import dev.tocsin.promql.ast.Expr.Unary;
import dev.tocsin.promql.ast.Expr.VectorSelector;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The canonical text of an expression.
final class Printer {
  private Printer() {}

  static String print(Expr expr) {
    return switch (expr) {
      case NumberLiteral number -> Notation.number(number.value());
      case StringLiteral string -> Notation.quoted(string.value());
      case VectorSelector selector -> selector(selector) + shift(selector.shift());
      case RangeSelector range ->
          selector(range.vector())
              + '['
              + Notation.duration(range.rangeMillis())
              + ']'
              + shift(range.vector().shift());
      case Subquery subquery -> subquery(subquery);
      case Unary unary -> (unary.sign() == Unary.Sign.MINUS ? "-" : "+") + unary.operand();
      case Binary binary -> binary(binary);
      case Aggregation aggregation -> aggregation(aggregation);
      case Call call -> call.function() + '(' + joined(call.arguments()) + ')';
      case Parens parens -> "(" + parens.body() + ')';
    };
  }

  private static String selector(VectorSelector selector) {
    String name = selector.metricName();
    boolean bare = Notation.isBareMetricName(name) && !isReserved(name);
    String matchers =
        selector.matchers().stream()
            .filter(matcher -> !isMetricName(matcher))
            .map(Printer::matcher)
            .collect(Collectors.joining(","));
    if (name.isEmpty()) {
      return "{"
          + (selector.matchers().stream().anyMatch(Printer::isMetricName) ? "\"\"" : "")
          + matchers
          + '}';
    }
    if (bare) {
      return matchers.isEmpty() ? name : name + '{' + matchers + '}';
    }
    return "{" + Notation.quoted(name) + (matchers.isEmpty() ? "" : "," + matchers) + '}';
  }

  private static boolean isReserved(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("inf")
        || lower.equals("nan")
        || lower.equals("bool")
        || lower.equals("on")
        || lower.equals("ignoring")
        || lower.startsWith("group_");
  }

  private static boolean isMetricName(Matcher matcher) {
    return matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == Matcher.Type.EQUAL;
  }

  private static String matcher(Matcher matcher) {
    return Notation.labelName(matcher.name())
        + matcher.type().sign()
        + Notation.quoted(matcher.value());
  }

  private static String shift(TimeShift shift) {
    String at = at(shift.at());
    return shift.offsetMillis() == 0
        ? at
        : at + " offset " + Notation.duration(shift.offsetMillis());
  }

  private static String at(TimeShift.@Nullable At at) {
    return switch (at) {
      case null -> "";
      case TimeShift.At.Instant instant ->
          String.format(Locale.ROOT, " @ %.3f", instant.timestampMillis() / 1000.0);
      case TimeShift.At.QueryStart _ -> " @ start()";
      case TimeShift.At.QueryEnd _ -> " @ end()";
    };
  }

  private static String subquery(Subquery subquery) {
    String step = subquery.stepMillis() == 0 ? "" : Notation.duration(subquery.stepMillis());
    return subquery.body()
        + "["
        + Notation.duration(subquery.rangeMillis())
        + ':'
        + step
        + ']'
        + shift(subquery.shift());
  }

  private static String binary(Binary binary) {
    var text = new StringBuilder().append(binary.left()).append(' ').append(binary.operator());
    if (binary.returnsBool()) {
      text.append(" bool");
    }
    VectorMatching matching = binary.matching();
    boolean grouped =
        switch (matching.cardinality()) {
          case MANY_TO_ONE, ONE_TO_MANY -> true;
          case ONE_TO_ONE, MANY_TO_MANY -> false;
        };
    if (matching.kind() == VectorMatching.Kind.ON) {
      text.append(" on (").append(names(matching.labels())).append(')');
    } else if (grouped || !matching.labels().isEmpty()) {
      text.append(" ignoring (").append(names(matching.labels())).append(')');
    }
    if (grouped) {
      boolean left = matching.cardinality() == VectorMatching.Cardinality.MANY_TO_ONE;
      text.append(left ? " group_left (" : " group_right (");
      text.append(names(matching.include())).append(')');
    }
    return text.append(' ').append(binary.right()).toString();
  }

  private static String aggregation(Aggregation aggregation) {
    var text = new StringBuilder().append(aggregation.aggregator());
    Grouping grouping = aggregation.grouping();
    if (grouping.kind() == Grouping.Kind.WITHOUT || !grouping.labels().isEmpty()) {
      text.append(grouping.kind() == Grouping.Kind.BY ? " by (" : " without (");
      text.append(names(grouping.labels())).append(") ");
    }
    return text.append('(').append(joined(aggregation.children())).append(')').toString();
  }

  private static String names(List<String> names) {
    return names.stream().map(Notation::labelName).collect(Collectors.joining(", "));
  }

  private static String joined(List<Expr> exprs) {
    return exprs.stream().map(Expr::toString).collect(Collectors.joining(", "));
  }
}
