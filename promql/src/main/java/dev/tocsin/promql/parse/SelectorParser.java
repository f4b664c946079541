package dev.tocsin.promql.parse;

import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.Notation;
import dev.tocsin.promql.ast.TimeShift;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.promql.parse.Token.Kind;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parts of an expression that hold no other expression: numbers, selectors, label lists, and
/// the ranges behind selectors.
final class SelectorParser {
  private final Tokens tokens;

  SelectorParser(Tokens tokens) {
    this.tokens = tokens;
  }

  Expr.NumberLiteral number() {
    Token token = tokens.take();
    return new Expr.NumberLiteral(value(token), tokens.spanFrom(token.start()));
  }

  private double value(Token token) {
    if (token.kind() == Kind.DURATION) {
      return durationMillis(tokens, token) / 1000.0;
    }
    String text = token.lower();
    if (text.equals("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (text.equals("nan")) {
      return Double.NaN;
    }
    if (text.startsWith("0x")) {
      return new java.math.BigInteger(text.substring(2), 16).doubleValue();
    }
    return Double.parseDouble(text);
  }

  /// The milliseconds of a token that is a duration or a number of seconds.
  static long durationMillis(Tokens tokens, Token token) {
    try {
      if (token.kind() == Kind.DURATION) {
        return Durations.millis(token.text());
      }
      boolean hexadecimal = token.lower().startsWith("0x");
      return Durations.ofSeconds(
          hexadecimal
              ? new java.math.BigInteger(token.text().substring(2), 16).doubleValue()
              : Double.parseDouble(token.text()));
    } catch (ArithmeticException _) {
      throw tokens.failure(token.start(), "duration out of range");
    }
  }

  /// `name`, `name{…}` or `{…}`.
  Expr.VectorSelector vector() {
    Token first = tokens.peek();
    var matchers = new ArrayList<Matcher>();
    if (first.kind() == Kind.WORD) {
      tokens.take();
      matchers.add(Matcher.equal(Labels.METRIC_NAME, first.text()));
    }
    if (tokens.takeIfSign("{")) {
      matchers(matchers);
    }
    var span = tokens.spanFrom(first.start());
    if (matchers.stream().allMatch(matcher -> matcher.matches(""))) {
      throw tokens.failure(span, "vector selector must contain at least one non-empty matcher");
    }
    return new Expr.VectorSelector(matchers, TimeShift.NONE, span);
  }

  private void matchers(List<Matcher> matchers) {
    boolean more = !tokens.takeIfSign("}");
    while (more) {
      Token start = tokens.peek();
      Matcher matcher = matcher();
      checkName(matchers, matcher, start);
      matchers.add(matcher);
      boolean comma = tokens.takeIfSign(",");
      more = !tokens.takeIfSign("}");
      if (more && !comma) {
        throw tokens.unexpected("label matching", "\",\" or \"}\"");
      }
    }
  }

  /// The metric name may be fixed once only.
  private void checkName(List<Matcher> before, Matcher matcher, Token start) {
    String given = fixedName(matcher);
    for (Matcher other : before) {
      String name = fixedName(other);
      if (given != null && name != null) {
        throw tokens.failure(
            start.start(),
            "metric name must not be set twice: \"" + name + "\" or \"" + given + '"');
      }
    }
  }

  private static @Nullable String fixedName(Matcher matcher) {
    boolean fixes =
        matcher.name().equals(Labels.METRIC_NAME) && matcher.type() == Matcher.Type.EQUAL;
    return fixes ? matcher.value() : null;
  }

  private Matcher matcher() {
    Token name = tokens.peek();
    if (name.kind() != Kind.WORD && name.kind() != Kind.STRING) {
      throw tokens.unexpected("label matching", "a label name or \"}\"");
    }
    tokens.take();
    Matcher.Type type = matcherType(tokens.peek());
    if (type == null) {
      if (name.kind() == Kind.STRING) {
        return metricName(name);
      }
      throw tokens.unexpected("label matching", "one of \"=\", \"!=\", \"=~\", \"!~\"");
    }
    tokens.take();
    checkLabelName(name);
    Token value = tokens.peek();
    if (value.kind() != Kind.STRING) {
      throw tokens.unexpected("label matching", "string");
    }
    tokens.take();
    try {
      return Matcher.of(type, name.text(), value.text());
    } catch (IllegalArgumentException e) {
      throw tokens.failure(value.start(), String.valueOf(e.getMessage()));
    }
  }

  private Matcher metricName(Token name) {
    checkLabelName(name);
    return Matcher.equal(Labels.METRIC_NAME, name.text());
  }

  private void checkLabelName(Token name) {
    if (!Notation.isLabelName(name.text())) {
      throw tokens.failure(name.start(), "invalid name " + Notation.quoted(name.text()));
    }
  }

  private static Matcher.@Nullable Type matcherType(Token token) {
    if (token.kind() == Kind.SIGN) {
      for (Matcher.Type type : Matcher.Type.values()) {
        if (type.sign().equals(token.text())) {
          return type;
        }
      }
    }
    return null;
  }

  /// `(a, b, "c d",)`.
  List<String> labelNames(String context) {
    tokens.expectSign("(", context);
    var names = new ArrayList<String>();
    boolean more = !tokens.takeIfSign(")");
    while (more) {
      Token name = tokens.peek();
      boolean bare = name.kind() == Kind.WORD && name.text().indexOf(':') < 0;
      if (!bare && name.kind() != Kind.STRING) {
        throw tokens.unexpected(context, "label");
      }
      tokens.take();
      checkLabelName(name);
      names.add(name.text());
      boolean comma = tokens.takeIfSign(",");
      more = !tokens.takeIfSign(")");
      if (more && !comma) {
        throw tokens.unexpected(context, "\",\" or \")\"");
      }
    }
    return names;
  }

  /// The range or subquery in brackets behind an expression.
  ///
  /// @param shift the modifiers that were read between the expression and the bracket
  Expr range(Expr expr, ShiftParser shift) {
    int bracket = tokens.take().start();
    long rangeMillis = duration("range");
    if (tokens.takeIfSign(":")) {
      long stepMillis = tokens.peek().isSign("]") ? 0 : duration("subquery step");
      tokens.expectSign("]", "subquery");
      return subquery(expr, rangeMillis, stepMillis);
    }
    tokens.expectSign("]", "range");
    if (!(expr instanceof Expr.VectorSelector vector)) {
      throw tokens.failure(bracket, "ranges only allowed for vector selectors");
    }
    if (!shift.isEmpty()) {
      throw tokens.failure(bracket, "no offset or @ modifiers allowed before range");
    }
    return new Expr.RangeSelector(vector, rangeMillis, tokens.spanFrom(expr.span().start()));
  }

  private Expr subquery(Expr expr, long rangeMillis, long stepMillis) {
    if (expr.type() != ValueType.INSTANT_VECTOR) {
      throw tokens.failure(
          expr.span(), "subquery is only allowed on instant vector, got " + expr.type());
    }
    var span = tokens.spanFrom(expr.span().start());
    return new Expr.Subquery(expr, rangeMillis, stepMillis, TimeShift.NONE, span);
  }

  private long duration(String context) {
    Token token = tokens.peek();
    if (token.kind() != Kind.DURATION && token.kind() != Kind.NUMBER) {
      throw tokens.unexpected(context, "a duration");
    }
    tokens.take();
    long millis = durationMillis(tokens, token);
    if (millis <= 0) {
      throw tokens.failure(token.start(), "duration must be greater than 0");
    }
    return millis;
  }

  /// The selector with new modifiers.
  Expr shifted(Expr expr, TimeShift shift) {
    var span = tokens.spanFrom(expr.span().start());
    return switch (expr) {
      case Expr.VectorSelector vector -> new Expr.VectorSelector(vector.matchers(), shift, span);
      case Expr.RangeSelector range ->
          new Expr.RangeSelector(
              new Expr.VectorSelector(range.vector().matchers(), shift, range.vector().span()),
              range.rangeMillis(),
              span);
      case Expr.Subquery subquery ->
          new Expr.Subquery(
              subquery.body(), subquery.rangeMillis(), subquery.stepMillis(), shift, span);
      case Expr.NumberLiteral _,
          Expr.StringLiteral _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Aggregation _,
          Expr.Call _,
          Expr.Parens _ ->
          throw new IllegalStateException("BUG: shift of " + expr);
    };
  }
}
