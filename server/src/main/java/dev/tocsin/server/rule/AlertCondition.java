package dev.tocsin.server.rule;

/// How a simple rule compares a value with its threshold.
public enum AlertCondition {
  GT(">"),
  LT("<"),
  EQ("=="),
  GTE(">="),
  LTE("<=");

  private final String sign;

  AlertCondition(String sign) {
    this.sign = sign;
  }

  /// The operator in an expression.
  public String sign() {
    return sign;
  }

  /// Whether it holds for a value; never for NaN.
  public boolean holds(double value, double threshold) {
    return switch (this) {
      case GT -> value > threshold;
      case LT -> value < threshold;
      case EQ -> value == threshold;
      case GTE -> value >= threshold;
      case LTE -> value <= threshold;
    };
  }
}
