package dev.tocsin.server.alert;

import java.math.BigDecimal;
import java.math.MathContext;

/// Values as people read them: four digits are enough to act on.
public final class ValueText {
  private static final MathContext DIGITS = new MathContext(4);

  private ValueText() {}

  public static String of(double value) {
    return Double.isFinite(value)
        ? new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString()
        : Double.toString(value);
  }
}
