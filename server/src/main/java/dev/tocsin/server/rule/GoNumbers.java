package dev.tocsin.server.rule;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Go prints them, because that is how rule files expect them to look.
public final class GoNumbers {
  private static final int SHORTEST_EXPONENT = 21;

  private GoNumbers() {}

  /// `%v`: as few digits as tell the number from its neighbours.
  public static String shortest(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return special(value);
    }
    var exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    return general(exact, SHORTEST_EXPONENT);
  }

  /// `%.<digits>g`: that many significant digits, without zeros at the end.
  static String significant(double value, int digits) {
    if (!Double.isFinite(value) || value == 0) {
      return special(value);
    }
    int precision = Math.max(1, digits);
    var rounded = rounded(value, precision).stripTrailingZeros();
    return general(rounded, precision);
  }

  /// `%.<digits>e`
  static String exponent(double value, int digits) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    var rounded = rounded(value, digits + 1);
    if (value == 0) {
      var zeros = digits == 0 ? "" : "." + "0".repeat(digits);
      return special(value) + zeros + "e+00";
    }
    return scientific(rounded.setScale(rounded.scale() + digits + 1 - rounded.precision()));
  }

  /// `%.<decimals>f`
  static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return special(value);
    }
    var text = new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    boolean losesSign = !text.startsWith("-") && (value < 0 || 1 / value < 0);
    return losesSign ? "-" + text : text;
  }

  private static BigDecimal rounded(double value, int digits) {
    return new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static String general(BigDecimal number, int mostExponent) {
    int exponent = number.precision() - number.scale() - 1;
    return exponent < -4 || exponent >= mostExponent ? scientific(number) : number.toPlainString();
  }

  private static String scientific(BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    var digits = number.unscaledValue().abs().toString();
    var sign = number.signum() < 0 ? "-" : "";
    var point = digits.length() > 1 ? "." + digits.substring(1) : "";
    return "%s%s%se%s%02d"
        .formatted(sign, digits.charAt(0), point, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  private static String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return value > 0 ? "+Inf" : "-Inf";
  }
}
