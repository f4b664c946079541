package dev.tocsin.server.admin;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.RangeSeries;
import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.series.Labels;
import dev.tocsin.server.account.AuditTrail;
import dev.tocsin.server.event.Events;
import dev.tocsin.server.query.Queries;
import dev.tocsin.server.query.QueriesBusyException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads the figures and charts of the overview from the series.
public final class Figures {
  private static final int POINTS = 120;
  private static final long SHORTEST_STEP_MILLIS = 5_000;
  private static final int SERIES_LIMIT = 8;
  private static final MathContext CHART_DIGITS = new MathContext(5);

  private final Queries queries;
  private final InstantSource clock;

  private static final int LEAST_MINUTES = 5;

  public Figures(Queries queries, InstantSource clock) {
    this.queries = queries;
    this.clock = clock;
  }

  AlertGraphs graphs() {
    return new AlertGraphs(queries, clock);
  }

  ChangeEvents changes(AuditTrail trail, Events events) {
    return new ChangeEvents(queries, trail, events, clock);
  }

  /// What every panel shows now.
  List<Figure> now() {
    long now = clock.millis();
    return Panel.ALL.stream().map(panel -> figure(panel, now)).toList();
  }

  private Figure figure(Panel panel, long now) {
    try {
      var newest = single(panel.freshness(), now);
      if (newest.isEmpty()) {
        return new Figure(panel, List.of(), 0, "");
      }
      var readings = new ArrayList<Figure.Reading>();
      for (var line : panel.lines()) {
        readings.addAll(readings(line, now));
      }
      return new Figure(panel, readings, Math.round(newest.get() * 1000), "");
    } catch (PromQlEvaluationException | QueriesBusyException e) {
      return Figure.failed(panel, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Double> single(Expr expr, long now) {
    return switch (queries.instant(expr, now)) {
      case Value.Scalar(_, var value) -> Optional.of(value);
      case Value.InstantVector(var samples) -> samples.stream().findFirst().map(it -> it.value());
      case Value.Text _, Value.RangeMatrix _ -> Optional.empty();
    };
  }

  /// A value that is not a number, such as a share of nothing, is no reading.
  private List<Figure.Reading> readings(Panel.Line line, long now) {
    return switch (queries.instant(line.expr(), now)) {
      case Value.Scalar(_, var value) -> List.of(new Figure.Reading(line.name(), value));
      case Value.InstantVector(var samples) ->
          samples.stream()
              .filter(sample -> Double.isFinite(sample.value()))
              .map(sample -> new Figure.Reading(name(line, sample.labels()), sample.value()))
              .sorted((one, other) -> Double.compare(other.value(), one.value()))
              .limit(SERIES_LIMIT)
              .toList();
      case Value.Text _, Value.RangeMatrix _ -> List.of();
    };
  }

  private static String name(Panel.Line line, Labels labels) {
    return line.name().isEmpty() ? String.join(" ", labels.toMap().values()) : line.name();
  }

  /// The lines of a panel over the last minutes. While the store is younger than half of them, the
  /// chart shows just its time, so that a first visitor sees lines and not an empty frame.
  Chart chart(Panel panel, int minutes) {
    var chart = wholeChart(panel, minutes);
    int withoutValues = chart.leadingGap();
    int covered = chart.times().size() - withoutValues;
    if (minutes <= LEAST_MINUTES || covered == 0 || withoutValues < covered) {
      return chart;
    }
    int age = minutes * covered / chart.times().size() + 1;
    return wholeChart(panel, Math.max(LEAST_MINUTES, age));
  }

  private Chart wholeChart(Panel panel, int minutes) {
    long step = Math.max(minutes * 60_000L / POINTS, SHORTEST_STEP_MILLIS);
    long end = Math.floorDiv(clock.millis(), step) * step;
    long start = end - minutes * 60_000L / step * step;
    int count = (int) ((end - start) / step) + 1;
    var times = new ArrayList<Long>(count);
    for (int i = 0; i < count; i++) {
      times.add((start + i * step) / 1000);
    }
    var lines = new ArrayList<Chart.Line>();
    for (var line : panel.lines()) {
      if (queries.range(line.expr(), start, end, step) instanceof Value.RangeMatrix(var series)) {
        series.stream()
            .limit(SERIES_LIMIT)
            .map(it -> new Chart.Line(name(line, it.labels()), values(it, start, step, count)))
            .forEach(lines::add);
      }
    }
    return new Chart(times, lines);
  }

  private static List<@Nullable Double> values(
      RangeSeries series, long start, long step, int count) {
    var values = new @Nullable Double[count];
    for (int i = 0; i < series.size(); i++) {
      double value = series.values()[i];
      if (Double.isFinite(value)) {
        int place = (int) ((series.timestampsMillis()[i] - start) / step);
        values[place] = new BigDecimal(value).round(CHART_DIGITS).doubleValue();
      }
    }
    return Arrays.asList(values);
  }
}
