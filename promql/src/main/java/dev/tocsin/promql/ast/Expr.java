package dev.tocsin.promql.ast;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An expression. Its text form is canonical: parsing it gives an equal tree but for the spans.
public sealed interface Expr {
  Span span();

  ValueType type();

  /// The direct parts, in the order they are written.
  default List<Expr> children() {
    return switch (this) {
      case NumberLiteral _, StringLiteral _, VectorSelector _ -> List.of();
      case RangeSelector range -> List.of(range.vector());
      case Subquery subquery -> List.of(subquery.body());
      case Unary unary -> List.of(unary.operand());
      case Binary binary -> List.of(binary.left(), binary.right());
      case Aggregation aggregation -> {
        Expr parameter = aggregation.parameter();
        yield parameter == null
            ? List.of(aggregation.body())
            : List.of(parameter, aggregation.body());
      }
      case Call call -> call.arguments();
      case Parens parens -> List.of(parens.body());
    };
  }

  /// This expression without the parentheses around it.
  default Expr unwrapped() {
    Expr expr = this;
    while (expr instanceof Parens parens) {
      expr = parens.body();
    }
    return expr;
  }

  /// A number, also one written as a duration, which counts in seconds.
  record NumberLiteral(double value, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record StringLiteral(String value, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// The series that satisfy all matchers, each with its latest sample. A metric name in front of
  /// the braces is the matcher on [Labels#METRIC_NAME].
  record VectorSelector(List<Matcher> matchers, TimeShift shift, Span span) implements Expr {
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    /// The metric name, or the empty string when the selector does not fix one.
    public String metricName() {
      for (Matcher matcher : matchers) {
        if (matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == Matcher.Type.EQUAL) {
          return matcher.value();
        }
      }
      return "";
    }

    @Override
    public ValueType type() {
      return ValueType.INSTANT_VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// All samples of a selector within a time range before the evaluation time.
  record RangeSelector(VectorSelector vector, long rangeMillis, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.RANGE_VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// An instant vector evaluated at many steps of a time range.
  ///
  /// @param stepMillis the distance of the steps, or 0 for the default
  record Subquery(Expr body, long rangeMillis, long stepMillis, TimeShift shift, Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.RANGE_VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// A sign in front of an expression.
  record Unary(Sign sign, Expr operand, Span span) implements Expr {
    /// The two signs.
    public enum Sign {
      PLUS,
      MINUS
    }

    @Override
    public ValueType type() {
      return operand.type();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  /// @param returnsBool whether a comparison gives 0 or 1 instead of filtering
  record Binary(
      BinaryOperator operator,
      Expr left,
      Expr right,
      boolean returnsBool,
      VectorMatching matching,
      Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.INSTANT_VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record Aggregation(
      Aggregator aggregator, @Nullable Expr parameter, Expr body, Grouping grouping, Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.INSTANT_VECTOR;
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record Call(String function, List<Expr> arguments, ValueType type, Span span) implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }

  record Parens(Expr body, Span span) implements Expr {
    @Override
    public ValueType type() {
      return body.type();
    }

    @Override
    public String toString() {
      return Printer.print(this);
    }
  }
}
