package dev.tocsin.promql.script;

import dev.tocsin.promql.Annotations;
import dev.tocsin.promql.Cancellation;
import dev.tocsin.promql.InstantSample;
import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.RangeSeries;
import dev.tocsin.promql.RangeWindow;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.series.Labels;
import dev.tocsin.series.SeriesReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Evaluates one command and compares. An instant query is also evaluated as a range query around
/// its time, which must agree.
final class Check {
  private static final double TOLERANCE = 1e-6;
  private static final long AROUND_MILLIS = 60_000;
  private static final Pattern RANGE_VECTOR =
      Pattern.compile("expect range vector from (\\S+) to (\\S+) step (\\S+)");

  private final PromQl engine;
  private final SeriesReader reader;
  private final Evaluation evaluation;
  private final List<SeriesLine> expectedSeries = new ArrayList<>();
  private final List<String> expects = new ArrayList<>();
  private @Nullable Double expectedScalar;

  Check(PromQl engine, SeriesReader reader, Evaluation evaluation) {
    this.engine = engine;
    this.reader = reader;
    this.evaluation = evaluation;
    for (String line : evaluation.expectations()) {
      if (line.startsWith("expect")) {
        expects.add(line);
      } else if (line.matches("[+-]?([\\d.]\\S*|(?i:inf|nan))")) {
        expectedScalar = SeriesLine.number(line);
      } else {
        expectedSeries.add(SeriesLine.parse(line));
      }
    }
  }

  void run() {
    var annotations = new Annotations();
    Value value;
    Expr expr;
    try {
      expr = PromQl.parse(evaluation.query());
      value = evaluate(expr, annotations);
    } catch (PromQlParseException | PromQlEvaluationException e) {
      compareFailure(e);
      return;
    }
    if (hasExpect("expect fail")) {
      throw new AssertionError("expected failure, got " + value);
    }
    compareAnnotations("warn", annotations.warnings());
    compareAnnotations("info", annotations.infos());
    compare(value);
    boolean vectorLike = expr.type() == ValueType.INSTANT_VECTOR;
    if (evaluation.instant() && vectorLike && !hasExpect("expect ordered")) {
      compareAround(expr, (Value.InstantVector) value);
    }
  }

  private Value evaluate(Expr expr, Annotations annotations) {
    if (evaluation.instant()) {
      return engine.instant(
          reader, expr, evaluation.startMillis(), Cancellation.none(), annotations);
    }
    var window =
        new RangeWindow(evaluation.startMillis(), evaluation.endMillis(), evaluation.stepMillis());
    return engine.range(reader, expr, window, Cancellation.none(), annotations);
  }

  private boolean hasExpect(String start) {
    return expects.stream().anyMatch(line -> line.startsWith(start));
  }

  private void compareFailure(RuntimeException failure) {
    if (!hasExpect("expect fail")) {
      throw new AssertionError("unexpected failure: " + failure.getMessage(), failure);
    }
    String message = String.valueOf(failure.getMessage());
    for (String line : expects) {
      String rest = line.replaceFirst("^(expect fail|expected_fail_)\\s*", "");
      if (rest.startsWith("msg:") && !message.contains(rest.substring(4).strip())) {
        throw new AssertionError("failed with: " + message);
      }
      if (rest.startsWith("regex:")
          && !Pattern.compile(rest.substring(6).strip()).matcher(message).find()) {
        throw new AssertionError("failed with: " + message);
      }
    }
  }

  private void compareAnnotations(String kind, List<String> actual) {
    if (hasExpect("expect no_" + kind) && !actual.isEmpty()) {
      throw new AssertionError("unexpected " + kind + ": " + actual);
    }
    List<String> wanted =
        expects.stream()
            .filter(line -> line.startsWith("expect " + kind))
            .map(line -> line.substring("expect ".length() + kind.length()).strip())
            .toList();
    if (wanted.isEmpty()) {
      return;
    }
    boolean all =
        !actual.isEmpty()
            && wanted.stream().allMatch(w -> actual.stream().anyMatch(a -> fits(w, a)))
            && actual.stream().allMatch(a -> wanted.stream().anyMatch(w -> fits(w, a)));
    if (!all) {
      throw new AssertionError("expected " + kind + " " + wanted + ", got " + actual);
    }
  }

  private static boolean fits(String wanted, String actual) {
    if (wanted.startsWith("msg:")) {
      return actual.equals(wanted.substring(4).strip());
    }
    return !wanted.startsWith("regex:")
        || Pattern.compile(wanted.substring(6).strip()).matcher(actual).find();
  }

  private void compare(Value value) {
    switch (value) {
      case Value.Scalar(long _, double number) -> {
        Double wanted = expectedScalar;
        if (wanted == null || !almostEqual(wanted, number)) {
          throw new AssertionError("expected scalar " + wanted + ", got " + number);
        }
      }
      case Value.Text(long _, String text) -> compareText(text);
      case Value.InstantVector(List<InstantSample> samples) -> compareInstant(samples);
      case Value.RangeMatrix(List<RangeSeries> series) -> compareMatrix(series);
    }
  }

  private void compareText(String text) {
    for (String line : expects) {
      if (line.startsWith("expect string ")) {
        var wanted = (Expr.StringLiteral) PromQl.parse(line.substring(14));
        if (wanted.value().equals(text)) {
          return;
        }
      }
    }
    throw new AssertionError("expected " + expects + ", got " + text);
  }

  private void compareInstant(List<InstantSample> samples) {
    Map<Labels, Double> wanted = new LinkedHashMap<>();
    for (SeriesLine line : expectedSeries) {
      Double point = line.points().getFirst();
      if (line.points().size() != 1 || point == null) {
        throw new IllegalArgumentException("one point wanted: " + line);
      }
      wanted.put(line.labels(), point);
    }
    if (hasExpect("expect ordered")
        && !new ArrayList<>(wanted.keySet())
            .equals(samples.stream().map(InstantSample::labels).toList())) {
      throw new AssertionError("expected in order " + wanted.keySet() + ", got " + samples);
    }
    Map<Labels, Double> actual = new LinkedHashMap<>();
    samples.forEach(sample -> actual.put(sample.labels(), sample.value()));
    compareMaps(wanted, actual);
    if (actual.size() != samples.size()) {
      throw new AssertionError("labels twice in " + samples);
    }
  }

  private static <K> void compareMaps(Map<K, Double> wanted, Map<K, Double> actual) {
    boolean equal =
        wanted.keySet().equals(actual.keySet())
            && wanted.entrySet().stream()
                .allMatch(
                    entry -> {
                      Double found = actual.get(entry.getKey());
                      return found != null && almostEqual(entry.getValue(), found);
                    });
    if (!equal) {
      throw new AssertionError("expected " + wanted + ", got " + actual);
    }
  }

  private void compareMatrix(List<RangeSeries> series) {
    long start = evaluation.startMillis();
    long step = evaluation.stepMillis();
    for (String line : expects) {
      var match = RANGE_VECTOR.matcher(line);
      if (match.matches()) {
        start = Evaluation.millis(match.group(1));
        step = Evaluation.millis(match.group(3));
      }
    }
    record Point(Labels labels, long millis) {}
    Map<Point, Double> wanted = new LinkedHashMap<>();
    for (SeriesLine line : expectedSeries) {
      for (int i = 0; i < line.points().size(); i++) {
        Double point = line.points().get(i);
        if (point != null) {
          wanted.put(new Point(line.labels(), start + i * step), point);
        }
      }
    }
    Map<Point, Double> actual = new LinkedHashMap<>();
    for (RangeSeries each : series) {
      for (int i = 0; i < each.size(); i++) {
        actual.put(new Point(each.labels(), each.timestampsMillis()[i]), each.values()[i]);
      }
    }
    compareMaps(wanted, actual);
  }

  private void compareAround(Expr expr, Value.InstantVector instant) {
    long at = evaluation.startMillis();
    var window = new RangeWindow(at - AROUND_MILLIS, at + AROUND_MILLIS, AROUND_MILLIS);
    Value.RangeMatrix matrix;
    try {
      matrix = (Value.RangeMatrix) engine.range(reader, expr, window, Cancellation.none());
    } catch (PromQlEvaluationException _) {
      // A neighbouring step may fail where the instant itself does not.
      return;
    }
    if (evaluation.query().matches("(?is).*(end|start|step|range)\\s*\\(\\).*")) {
      return;
    }
    Map<Labels, Double> wanted = new TreeMap<>();
    instant.samples().forEach(sample -> wanted.put(sample.labels(), sample.value()));
    Map<Labels, Double> actual = new TreeMap<>();
    for (RangeSeries each : matrix.series()) {
      for (int i = 0; i < each.size(); i++) {
        if (each.timestampsMillis()[i] == at) {
          actual.put(each.labels(), each.values()[i]);
        }
      }
    }
    compareMaps(wanted, actual);
  }

  private static boolean almostEqual(double first, double second) {
    if (first == second || (Double.isNaN(first) && Double.isNaN(second))) {
      return true;
    }
    double sum = Math.abs(first) + Math.abs(second);
    double difference = Math.abs(first - second);
    if (first == 0 || second == 0 || sum < Double.MIN_NORMAL) {
      return difference < TOLERANCE * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }
}
