package dev.tocsin.server.rule;

import java.util.List;

/// Numbers in words that people read at a glance.
///
/// Source: the Prometheus template functions of the same names.
final class HumanNumbers {
  private static final List<String> LARGE = List.of("", "k", "M", "G", "T", "P", "E", "Z", "Y");
  private static final List<String> SMALL = List.of("", "m", "u", "n", "p", "f", "a", "z", "y");
  private static final List<String> BINARY =
      List.of("", "ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi");
  private static final int DIGITS = 4;

  private HumanNumbers() {}

  static String metric(double value) {
    return isPlain(value) ? plain(value) : scaled(value, "");
  }

  static String binary(double value) {
    if (Math.abs(value) <= 1 || !Double.isFinite(value)) {
      return plain(value);
    }
    return grown(value, 1024, BINARY);
  }

  static String percentage(double ratio) {
    return plain(ratio * 100) + "%";
  }

  static String duration(double seconds) {
    if (isPlain(seconds)) {
      return plain(seconds) + "s";
    }
    double size = Math.abs(seconds);
    if (size < 1) {
      return scaled(seconds, "s");
    }
    long whole = (long) size;
    var sign = seconds < 0 ? "-" : "";
    long days = whole / 86_400;
    long hours = whole / 3_600 % 24;
    long minutes = whole / 60 % 60;
    if (days > 0) {
      return "%s%dd %dh %dm %ds".formatted(sign, days, hours, minutes, whole % 60);
    }
    if (hours > 0) {
      return "%s%dh %dm %ds".formatted(sign, hours, minutes, whole % 60);
    }
    return minutes > 0 ? "%s%dm %ds".formatted(sign, minutes, whole % 60) : plain(seconds) + "s";
  }

  private static boolean isPlain(double value) {
    return value == 0 || !Double.isFinite(value);
  }

  private static String plain(double value) {
    return GoNumbers.significant(value, DIGITS);
  }

  private static String scaled(double value, String unit) {
    if (Math.abs(value) >= 1) {
      return grown(value, 1000, LARGE) + unit;
    }
    double scaled = value;
    int step = 0;
    while (Math.abs(scaled) < 1 && step < SMALL.size() - 1) {
      scaled *= 1000;
      step++;
    }
    return plain(scaled) + SMALL.get(step) + unit;
  }

  private static String grown(double value, int base, List<String> prefixes) {
    double scaled = value;
    int step = 0;
    while (Math.abs(scaled) >= base && step < prefixes.size() - 1) {
      scaled /= base;
      step++;
    }
    return plain(scaled) + prefixes.get(step);
  }
}
