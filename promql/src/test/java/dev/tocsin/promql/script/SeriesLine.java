package dev.tocsin.promql.script;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.series.Matcher;
import dev.tocsin.series.Staleness;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A line `series points`; a point that is null is a gap.
record SeriesLine(Labels labels, List<@Nullable Double> points) {
  private static final String NUMBER = "[+-]?(?:inf|nan|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?)";
  private static final Pattern POINT =
      Pattern.compile(
          "(?<first>" + NUMBER + "|_|stale)(?<delta>" + NUMBER + ")?(?:x(?<times>\\d+))?");

  /// A line in a notation that the engine has no counterpart for yet.
  static final class UnsupportedNotation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Labels labels;

    UnsupportedNotation(Labels labels) {
      super("unsupported points of " + labels);
      this.labels = labels;
    }

    Labels labels() {
      return labels;
    }
  }

  static SeriesLine parse(String line) {
    int end = seriesEnd(line);
    String name = line.substring(0, end);
    if (name.endsWith("@st")) {
      throw new UnsupportedNotation(labels(name.substring(0, name.length() - 3)));
    }
    Labels labels = labels(name);
    String points = line.substring(end).strip();
    if (points.contains("{{") || points.startsWith("@")) {
      throw new UnsupportedNotation(labels);
    }
    var values = new ArrayList<@Nullable Double>();
    for (String point : points.split("\\s+")) {
      expand(point, values);
    }
    return new SeriesLine(labels, values);
  }

  private static int seriesEnd(String line) {
    boolean quoted = false;
    boolean inBraces = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"' && (i == 0 || line.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      } else if (!quoted && c == '{') {
        inBraces = true;
      } else if (!quoted && c == '}') {
        return i + 1;
      } else if (!quoted && !inBraces && Character.isWhitespace(c)) {
        return line.substring(i).stripLeading().startsWith("{")
                && !line.substring(i).stripLeading().startsWith("{{")
            ? line.indexOf('}', i) + 1
            : i;
      }
    }
    return line.length();
  }

  static Labels labels(String series) {
    if (series.strip().equals("{}")) {
      return Labels.EMPTY;
    }
    var selector = (Expr.VectorSelector) PromQl.parse(series);
    var labels = Labels.builder();
    for (Matcher matcher : selector.matchers()) {
      labels.set(matcher.name(), matcher.value());
    }
    return labels.build();
  }

  private static void expand(String text, List<@Nullable Double> values) {
    var match = POINT.matcher(text.toLowerCase(Locale.ROOT));
    if (!match.matches()) {
      throw new IllegalArgumentException("bad point: " + text);
    }
    String first = match.group("first");
    boolean gap = first.equals("_");
    int times = match.group("times") == null ? 0 : Integer.parseInt(match.group("times"));
    int count = gap ? Math.max(times, 1) : times + 1;
    double delta = match.group("delta") == null ? 0 : number(match.group("delta"));
    double value = gap ? 0 : number(first);
    for (int i = 0; i < count; i++) {
      values.add(gap ? null : (Double) value);
      if (delta != 0) {
        value += delta;
      }
    }
  }

  static double number(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    double sign = lower.startsWith("-") ? -1 : 1;
    String digits = lower.replaceFirst("^[+-]", "");
    return switch (digits) {
      case "stale" -> Staleness.MARKER;
      case "inf" -> sign * Double.POSITIVE_INFINITY;
      case "nan" -> Double.NaN;
      default -> sign * Double.parseDouble(digits);
    };
  }
}
