package dev.tocsin.server.admin;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.RangeSeries;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.server.admin.AlertGraph.Line;
import dev.tocsin.server.admin.AlertGraph.Span;
import dev.tocsin.server.alert.Alert;
import dev.tocsin.server.query.Queries;
import dev.tocsin.server.query.QueriesBusyException;
import dev.tocsin.server.rule.AlertRule;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// Reads from the stored series what the rule of an alert measured around the time of its firing.
final class AlertGraphs {
  private static final int POINTS = 240;
  private static final long SHORTEST_STEP_MILLIS = 1_000;
  private static final long SHORTEST_MILLIS = 10 * 60_000L;
  private static final int LINE_LIMIT = 12;
  private static final long AFTERWARDS_MILLIS = 15 * 60_000L;

  private final Queries queries;
  private final InstantSource clock;

  AlertGraphs(Queries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  /// The hours up to now, or up to a little after the alert's end.
  AlertGraph of(AlertRule rule, Alert alert, int hours) {
    long whole = hours * 3_600_000L;
    var graph = of(rule, alert, whole);
    // while the store is young, a picture of mostly nothing helps nobody
    double empty = graph.emptyShare();
    return empty > 0.5
        ? of(rule, alert, Math.max(SHORTEST_MILLIS, Math.round(whole * (1 - empty) * 1.1)))
        : graph;
  }

  private AlertGraph of(AlertRule rule, Alert alert, long lengthMillis) {
    long now = clock.millis();
    long end =
        alert.resolvedAtMillis() == 0
            ? now
            : Math.min(now, alert.resolvedAtMillis() + AFTERWARDS_MILLIS);
    long step = Math.max(lengthMillis / POINTS, SHORTEST_STEP_MILLIS);
    var span = new Span(end - step * POINTS, end);
    var judged = Judged.of(rule.expr());
    try {
      var lines = lines(judged.value(), alert, span, step);
      if (lines.isEmpty()) {
        return AlertGraph.nothing(span, "no samples are stored of that time");
      }
      var limit =
          judged.limit().stream()
              .flatMap(it -> lines(it, alert, span, step).stream())
              .limit(1)
              .toList();
      var fires =
          new Span(
              alert.firedAtMillis() == 0 ? end : alert.firedAtMillis(),
              alert.resolvedAtMillis() == 0 ? end : alert.resolvedAtMillis());
      return new AlertGraph(span, lines, limit, judged.sign(), fires, "");
    } catch (PromQlEvaluationException | QueriesBusyException e) {
      return AlertGraph.nothing(span, String.valueOf(e.getMessage()));
    }
  }

  private List<Line> lines(Expr expr, Alert alert, Span span, long step) {
    if (expr instanceof Expr.NumberLiteral number) {
      var values = new double[POINTS + 1];
      Arrays.fill(values, number.value());
      return List.of(new Line("", false, values));
    }
    if (!(queries.range(expr, span.fromMillis(), span.untilMillis(), step)
        instanceof Value.RangeMatrix(var all))) {
      return List.of();
    }
    return all.stream()
        .map(series -> line(series, alert, span, step))
        .sorted(Comparator.comparing(line -> !line.isOwn()))
        .limit(LINE_LIMIT)
        .toList();
  }

  private static Line line(RangeSeries series, Alert alert, Span span, long step) {
    var values = new double[POINTS + 1];
    Arrays.fill(values, Double.NaN);
    for (int i = 0; i < series.size(); i++) {
      int place = (int) ((series.timestampsMillis()[i] - span.fromMillis()) / step);
      values[place] = series.values()[i];
    }
    var labels = series.labels().toMap();
    return new Line(String.join(" ", labels.values()), isOwn(labels, alert), values);
  }

  /// The rule may have replaced or added labels; those that both have must agree.
  private static boolean isOwn(Map<String, String> labels, Alert alert) {
    return labels.entrySet().stream()
        .filter(label -> !label.getKey().equals(Labels.METRIC_NAME))
        .filter(label -> alert.labels().containsKey(label.getKey()))
        .allMatch(label -> label.getValue().equals(alert.label(label.getKey())));
  }
}
