package dev.tocsin.server.ingest.scrape;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Reads numbers from bytes. Numbers of up to 15 digits without an exponent, nearly all in
/// practice, are exact in one division: both mantissa and power of ten fit a double exactly.
final class FloatText {
  private static final int EXACT_DIGITS = 15;
  private static final int LENGTH_LIMIT = 400;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private FloatText() {}

  /// @throws NumberFormatException if the bytes are not one number
  static double parse(byte[] text, int from, int to) {
    int next = from;
    boolean negative = next < to && text[next] == '-';
    if (negative || (next < to && text[next] == '+')) {
      next++;
    }
    long mantissa = 0;
    int digits = 0;
    int point = -1;
    for (; next < to; next++) {
      int c = text[next];
      if (c >= '0' && c <= '9' && digits < EXACT_DIGITS) {
        mantissa = mantissa * 10 + (c - '0');
        digits++;
      } else if (c == '.' && point < 0) {
        point = digits;
      } else {
        return general(text, from, to);
      }
    }
    if (digits == 0) {
      return general(text, from, to);
    }
    double value = point < 0 ? mantissa : mantissa / POWERS[digits - point];
    return negative ? -value : value;
  }

  private static double general(byte[] text, int from, int to) {
    if (from == to || to - from > LENGTH_LIMIT) {
      throw new NumberFormatException();
    }
    var token = new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    return switch (token.toLowerCase(Locale.ROOT)) {
      case "nan" -> Double.NaN;
      case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
      case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
      default -> {
        requireDecimal(token);
        yield Double.parseDouble(token);
      }
    };
  }

  /// The JDK reads more than the format allows: `1f`, `0x1p3`, surrounding blanks.
  private static void requireDecimal(String token) {
    for (int i = 0; i < token.length(); i++) {
      if ("0123456789+-.eE".indexOf(token.charAt(i)) < 0) {
        throw new NumberFormatException();
      }
    }
  }
}
