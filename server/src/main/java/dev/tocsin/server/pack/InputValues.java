package dev.tocsin.server.pack;

import dev.tocsin.series.Staleness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of an input series: `1 2 3`, `0+10x5` (six values from 0 in steps of 10), `7x3` (four
/// times 7), `_` and `_x3` (no sample), `stale`.
///
/// Source: promtool's unit tests for rules.
final class InputValues {
  static final int LIMIT = 100_000;

  private static final String NUMBER =
      "[+-]?(?:[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?|[Ii]nf|[Nn]a[Nn])";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<gap>_)|(?<stale>stale)|(?<first>"
              + NUMBER
              + ")(?<step>[+-][0-9.]+(?:e[+-]?[0-9]+)?(?=x))?)(?:x(?<times>[0-9]{1,6}))?");

  private InputValues() {}

  /// One value for each interval; absent where there is no sample.
  ///
  /// @throws IllegalArgumentException if the notation is not understood
  static List<@Nullable Double> parse(String text) {
    var values = new ArrayList<@Nullable Double>();
    for (var item : text.strip().split("\\s+")) {
      add(values, item);
      if (values.size() > LIMIT) {
        throw new IllegalArgumentException("has more than " + LIMIT + " values");
      }
    }
    return values;
  }

  private static void add(List<@Nullable Double> values, String item) {
    var match = FORM.matcher(item);
    if (!match.matches()) {
      throw new IllegalArgumentException("\"" + item + "\" is not a value");
    }
    var times = match.group("times");
    boolean isGap = match.group("gap") != null;
    int count = times == null ? 1 : Integer.parseInt(times) + (isGap ? 0 : 1);
    var step = match.group("step");
    for (int i = 0; i < count; i++) {
      if (isGap) {
        values.add(null);
      } else if (match.group("stale") != null) {
        values.add(Staleness.MARKER);
      } else {
        values.add(number(match.group("first")) + (step == null ? 0 : i * number(step)));
      }
    }
  }

  private static double number(String text) {
    return switch (text.replace("+", "").toLowerCase(Locale.ROOT)) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
