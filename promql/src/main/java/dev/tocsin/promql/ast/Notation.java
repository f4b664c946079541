package dev.tocsin.promql.ast;

import java.math.BigDecimal;
import java.util.List;

/// How the small things of the language are written: numbers, durations, strings, names.
public final class Notation {
  /// A byte of a string that is not UTF-8 is kept as this plus the byte, a lone surrogate, so that
  /// it can neither get lost nor be taken for text.
  public static final char STRAY_BYTE = 0xDC00;

  private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};
  private static final List<String> UNITS = List.of("d", "h", "m", "s", "ms");

  private Notation() {}

  /// The shortest decimal digits that give the number back, without an exponent.
  public static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    if (value == 0) {
      return 1 / value < 0 ? "-0" : "0";
    }
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }

  /// `1d2h3m4s5ms`, parts that are zero left out.
  public static String duration(long millis) {
    if (millis == 0) {
      return "0s";
    }
    var text = new StringBuilder(millis < 0 ? "-" : "");
    long rest = Math.abs(millis);
    for (int i = 0; i < UNIT_MILLIS.length; i++) {
      long amount = rest / UNIT_MILLIS[i];
      if (amount > 0) {
        text.append(amount).append(UNITS.get(i));
      }
      rest %= UNIT_MILLIS[i];
    }
    return text.toString();
  }

  /// A double-quoted string with escapes.
  public static String quoted(String value) {
    var text = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        default -> appendPlain(text, value, i);
      }
    }
    return text.append('"').toString();
  }

  private static void appendPlain(StringBuilder text, String value, int index) {
    char c = value.charAt(index);
    if (c < ' ' || c == 0x7f) {
      text.append("\\x").append(hex(c));
    } else if (isStrayByte(value, index)) {
      text.append("\\x").append(hex(c - STRAY_BYTE));
    } else {
      text.append(c);
    }
  }

  private static String hex(int value) {
    return (value < 16 ? "0" : "") + Integer.toHexString(value);
  }

  private static boolean isStrayByte(String value, int index) {
    char c = value.charAt(index);
    return c >= STRAY_BYTE + 0x80
        && c <= STRAY_BYTE + 0xff
        && (index == 0 || !Character.isHighSurrogate(value.charAt(index - 1)));
  }

  /// Whether a name may be a label name: any text but the empty one and broken UTF-8.
  public static boolean isLabelName(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isStrayByte(name, i)) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  /// A label name, quoted when it would not read as an identifier.
  public static String labelName(String name) {
    return isIdentifier(name, false) ? name : quoted(name);
  }

  /// Whether a metric name can stand in front of the braces.
  public static boolean isBareMetricName(String name) {
    return isIdentifier(name, true);
  }

  private static boolean isIdentifier(String name, boolean withColons) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(withColons && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
