package dev.tocsin.promql.parse;

/// Durations as they are written: `1h30m`, or a number of seconds.
final class Durations {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Durations() {}

  /// The milliseconds of a duration token.
  ///
  /// @throws ArithmeticException if they do not fit
  static long millis(String text) {
    long total = 0;
    int at = 0;
    while (at < text.length()) {
      int unit = at;
      while (Character.isDigit(text.charAt(unit))) {
        unit++;
      }
      int end = unit;
      while (end < text.length() && !Character.isDigit(text.charAt(end))) {
        end++;
      }
      long amount = amount(text.substring(at, unit));
      total = Math.addExact(total, Math.multiplyExact(amount, unit(text.substring(unit, end))));
      at = end;
    }
    return total;
  }

  private static long amount(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      throw new ArithmeticException(digits);
    }
  }

  private static long unit(String name) {
    return switch (name) {
      case "ms" -> 1;
      case "s" -> SECOND;
      case "m" -> MINUTE;
      case "h" -> HOUR;
      case "d" -> DAY;
      case "w" -> 7 * DAY;
      case "y" -> 365 * DAY;
      default -> throw new IllegalStateException("BUG: unit " + name);
    };
  }

  /// The milliseconds of a number of seconds.
  ///
  /// @throws ArithmeticException if they do not fit
  static long ofSeconds(double seconds) {
    double millis = seconds * SECOND;
    if (!(Math.abs(millis) < Long.MAX_VALUE / 2.0)) {
      throw new ArithmeticException();
    }
    return Math.round(millis);
  }
}
