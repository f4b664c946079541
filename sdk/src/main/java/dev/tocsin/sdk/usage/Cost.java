package dev.tocsin.sdk.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// What tokens cost, in nano-units (1e-9) of the currency.
record Cost(long inputNanos, long outputNanos) {

  static final int NANO_DIGITS = 9;
  static final Cost NOTHING = new Cost(0, 0);

  long totalNanos() {
    return inputNanos + outputNanos;
  }

  /// @throws ArithmeticException when the amount does not fit
  static long nanosOf(BigDecimal amount) {
    return amount.movePointRight(NANO_DIGITS).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /// The amount in units of the currency, with all its digits.
  static BigDecimal decimal(long nanos) {
    return BigDecimal.valueOf(nanos, NANO_DIGITS);
  }
}
