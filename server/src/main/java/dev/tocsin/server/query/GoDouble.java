package dev.tocsin.server.query;

import java.math.BigDecimal;

/// Writes numbers as the Prometheus API does: the shortest text that reads back as the same number,
/// with an exponent only for the very small and the very large.
final class GoDouble {
  private static final double LEAST_PLAIN = 1e-6;
  private static final double FIRST_LARGE = 1e21;

  private GoDouble() {}

  static String text(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return value == 0 && 1 / value < 0 ? "-0" : Long.toString((long) value);
    }
    double size = Math.abs(value);
    var shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (size >= LEAST_PLAIN && size < FIRST_LARGE) {
      return shortest.toPlainString();
    }
    return scientific(shortest);
  }

  private static String scientific(BigDecimal value) {
    var digits = value.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - value.scale();
    var text = new StringBuilder(value.signum() < 0 ? "-" : "").append(digits.charAt(0));
    if (digits.length() > 1) {
      text.append('.').append(digits, 1, digits.length());
    }
    text.append('e').append(exponent < 0 ? '-' : '+');
    return text.append(Math.abs(exponent)).toString();
  }
}
