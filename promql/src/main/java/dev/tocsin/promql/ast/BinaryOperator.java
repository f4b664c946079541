package dev.tocsin.promql.ast;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An operator between two expressions, with its binding strength and its arithmetic.
public enum BinaryOperator {
  OR("or", 1, Kind.SET),
  AND("and", 2, Kind.SET),
  UNLESS("unless", 2, Kind.SET),
  EQUAL("==", 3, Kind.COMPARISON),
  NOT_EQUAL("!=", 3, Kind.COMPARISON),
  LESS("<", 3, Kind.COMPARISON),
  LESS_OR_EQUAL("<=", 3, Kind.COMPARISON),
  GREATER(">", 3, Kind.COMPARISON),
  GREATER_OR_EQUAL(">=", 3, Kind.COMPARISON),
  ADD("+", 4, Kind.ARITHMETIC),
  SUBTRACT("-", 4, Kind.ARITHMETIC),
  MULTIPLY("*", 5, Kind.ARITHMETIC),
  DIVIDE("/", 5, Kind.ARITHMETIC),
  REMAINDER("%", 5, Kind.ARITHMETIC),
  ATAN2("atan2", 5, Kind.ARITHMETIC),
  POWER("^", 6, Kind.ARITHMETIC);

  /// The family, which decides about matching, filtering and the metric name.
  public enum Kind {
    SET,
    COMPARISON,
    ARITHMETIC
  }

  private static final Map<String, BinaryOperator> BY_SIGN =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(BinaryOperator::toString, Function.identity()));

  private final String sign;
  private final int precedence;
  private final Kind kind;

  BinaryOperator(String sign, int precedence, Kind kind) {
    this.sign = sign;
    this.precedence = precedence;
    this.kind = kind;
  }

  /// The operator written so, words in any case, or null when there is none.
  public static @Nullable BinaryOperator of(String sign) {
    return BY_SIGN.get(sign.toLowerCase(Locale.ROOT));
  }

  /// Binds tighter when greater.
  public int precedence() {
    return precedence;
  }

  public Kind kind() {
    return kind;
  }

  /// The result of an arithmetic operator; of a comparison, 1 when it holds and 0 when not.
  public double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
      case POWER -> power(left, right);
      case ATAN2 -> Math.atan2(left, right);
      case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          holds(left, right) ? 1 : 0;
      case AND, OR, UNLESS -> throw new IllegalStateException("BUG: set operator on numbers");
    };
  }

  /// Whether a comparison holds.
  public boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS -> left < right;
      case LESS_OR_EQUAL -> left <= right;
      case GREATER -> left > right;
      case GREATER_OR_EQUAL -> left >= right;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, POWER, ATAN2, AND, OR, UNLESS ->
          throw new IllegalStateException("BUG: no comparison: " + this);
    };
  }

  /// IEEE 754 `pow`, where Java's differs: a base of 1 is 1 whatever the exponent.
  private static double power(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(base, exponent);
  }

  @Override
  public String toString() {
    return sign;
  }
}
