package dev.tocsin.server.admin;

import dev.tocsin.server.alert.ValueText;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/// What a rule measured over some hours, beside its limit, ready to be drawn.
///
/// @param lines of the alert's own series first
/// @param limit what the value is compared with, if that is drawn
/// @param fires from when to when the alert fired
/// @param problem why there is nothing to draw, or the empty text
public record AlertGraph(
    Span span, List<Line> lines, List<Line> limit, String sign, Span fires, String problem) {
  private static final int WIDTH = 1_000;
  private static final int HEIGHT = 100;
  private static final int MARKS = 5;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// From one moment to another.
  public record Span(long fromMillis, long untilMillis) {
    long length() {
      return Math.max(1, untilMillis - fromMillis);
    }
  }

  /// A series.
  ///
  /// @param isOwn whether it is the series of the alert
  /// @param values at equal distances; NaN where there is none
  public record Line(String name, boolean isOwn, double[] values) {
    double last() {
      for (int i = values.length - 1; i >= 0; i--) {
        if (!Double.isNaN(values[i])) {
          return values[i];
        }
      }
      return Double.NaN;
    }
  }

  /// A word at a place, in percent of the frame.
  public record Mark(String text, double percent) {}

  public AlertGraph {
    lines = List.copyOf(lines);
    limit = List.copyOf(limit);
  }

  static AlertGraph nothing(Span span, String problem) {
    return new AlertGraph(span, List.of(), List.of(), "", span, problem);
  }

  public boolean isEmpty() {
    return lines.isEmpty();
  }

  private DoubleStream all() {
    return java.util.stream.Stream.concat(lines.stream(), limit.stream())
        .flatMapToDouble(line -> DoubleStream.of(line.values()))
        .filter(Double::isFinite);
  }

  private double low() {
    return Math.min(0, all().min().orElse(0));
  }

  private double high() {
    double highest = all().max().orElse(1);
    return highest > low() ? highest + (highest - low()) * 0.08 : low() + 1;
  }

  /// The path of a line within 1000 × 100.
  public String path(Line line) {
    var path = new StringBuilder();
    boolean isDrawing = false;
    int last = Math.max(1, line.values().length - 1);
    for (int i = 0; i < line.values().length; i++) {
      double value = line.values()[i];
      if (!Double.isFinite(value)) {
        isDrawing = false;
        continue;
      }
      path.append(isDrawing ? 'L' : 'M')
          .append(decimal((double) WIDTH * i / last))
          .append(' ')
          .append(decimal(height(value) * HEIGHT));
      isDrawing = true;
    }
    return path.toString();
  }

  /// 0 at the top, 1 at the bottom.
  private double height(double value) {
    return 1 - (value - low()) / (high() - low());
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%.1f", number);
  }

  /// Where the time in which it fired begins, within 1000.
  public double firesFrom() {
    return place(fires.fromMillis());
  }

  public double firesWidth() {
    return Math.max(0, place(fires.untilMillis()) - firesFrom());
  }

  private double place(long millis) {
    double share = (double) (millis - span.fromMillis()) / span.length();
    return Math.clamp(share, 0, 1) * WIDTH;
  }

  /// The values at the left edge: the highest, the lowest, and the limit.
  public List<Mark> heights() {
    var marks = new ArrayList<Mark>();
    double highest = all().max().orElse(1);
    marks.add(new Mark(ValueText.of(highest), height(highest) * 100));
    marks.add(new Mark(ValueText.of(low()), 100));
    return marks;
  }

  /// The limit at the right edge.
  public List<Mark> limits() {
    return limit.stream()
        .limit(1)
        .filter(line -> Double.isFinite(line.last()))
        .map(line -> new Mark(sign + " " + ValueText.of(line.last()), height(line.last()) * 100))
        .toList();
  }

  /// Times along the lower edge.
  public List<Mark> times() {
    var marks = new ArrayList<Mark>();
    for (int i = 0; i < MARKS; i++) {
      double share = i / (MARKS - 1.0);
      long at = span.fromMillis() + Math.round(span.length() * share);
      marks.add(new Mark(TIME.format(Instant.ofEpochMilli(at)), share * 100));
    }
    return marks;
  }

  private String words() {
    var last = ValueText.of(limit.getFirst().last());
    return switch (sign) {
      case ">" -> "above " + last;
      case ">=" -> "at or above " + last;
      case "<" -> "below " + last;
      case "<=" -> "at or below " + last;
      case "!=" -> "other than " + last;
      default -> last;
    };
  }

  /// The share of the time before the first value of any line.
  double emptyShare() {
    int first = Integer.MAX_VALUE;
    for (var line : lines) {
      for (int i = 0; i < Math.min(first, line.values().length); i++) {
        first = Double.isNaN(line.values()[i]) ? first : i;
      }
    }
    return lines.isEmpty() ? 0 : Math.min(1, (double) first / lines.getFirst().values().length);
  }

  /// What the picture shows, for those who cannot see it.
  public String told() {
    var own = lines.getFirst();
    double most = DoubleStream.of(own.values()).filter(Double::isFinite).max().orElse(Double.NaN);
    double least = DoubleStream.of(own.values()).filter(Double::isFinite).min().orElse(Double.NaN);
    var compared = limits().isEmpty() ? "" : ", fires while it is " + words();
    return "From %s to %s UTC the value was between %s and %s, last %s%s."
        .formatted(
            TIME.format(Instant.ofEpochMilli(span.fromMillis())),
            TIME.format(Instant.ofEpochMilli(span.untilMillis())),
            ValueText.of(least),
            ValueText.of(most),
            ValueText.of(own.last()),
            compared);
  }
}
