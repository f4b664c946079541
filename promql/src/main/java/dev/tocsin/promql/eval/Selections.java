package dev.tocsin.promql.eval;

import dev.tocsin.promql.RangeSeries;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.TimeShift;
import dev.tocsin.promql.function.Code.WindowCode;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.promql.function.Steps;
import dev.tocsin.promql.function.Window;
import dev.tocsin.series.Labels;
import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.SampleKind;
import dev.tocsin.series.Series;
import dev.tocsin.series.Staleness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Reads the series of selectors. Each series is walked once, forward, for all steps.
final class Selections {
  /// A sample counts as the current one until this long after it, exclusive.
  static final long LOOKBACK_MILLIS = 5 * 60_000;

  /// Steps between two looks at the cancellation.
  private static final int CHECK_MASK = 0xff;

  private final QueryContext context;
  private final SampleBudget budget;

  Selections(QueryContext context, SampleBudget budget) {
    this.context = context;
    this.budget = budget;
  }

  /// What a selector gives for each step.
  enum Wanted {
    VALUES,
    TIMES_IN_SECONDS
  }

  /// The samples of one range, for all its series.
  ///
  /// @param heldValues the values in memory that stand behind the sources
  record Ranges(
      List<RangeSource> sources, SelectionTimes times, long rangeMillis, long heldValues) {}

  record RangeSource(Labels labels, SampleIterator samples) {}

  List<StepSeries> instant(Expr.VectorSelector selector, Steps steps, Wanted wanted) {
    var times = new SelectionTimes(steps, selector.shift(), context.times());
    var result = new ArrayList<StepSeries>();
    long from = times.first() - LOOKBACK_MILLIS + 1;
    for (Series series : context.reader().select(from, times.last(), selector.matchers())) {
      context.cancellation().check();
      budget.charge(steps.count());
      var found = new StepSeries(series.labels(), current(series.samples(), times, wanted));
      if (found.isEmpty()) {
        budget.release(steps.count());
      } else {
        result.add(found);
      }
    }
    return result;
  }

  private double[] current(SampleIterator samples, SelectionTimes times, Wanted wanted) {
    double[] values = StepSeries.absentValues(times.steps().count());
    int distinct = times.isFixed() ? 1 : values.length;
    boolean more = samples.next() != SampleKind.END;
    long lastMillis = Long.MIN_VALUE;
    double last = StepSeries.ABSENT;
    for (int step = 0; step < distinct; step++) {
      long end = times.at(step);
      long start = end - LOOKBACK_MILLIS;
      if (more && samples.timestampMillis() <= start) {
        more = samples.seek(start + 1) != SampleKind.END;
      }
      while (more && samples.timestampMillis() <= end) {
        lastMillis = samples.timestampMillis();
        last = samples.value();
        more = samples.next() != SampleKind.END;
      }
      if (lastMillis > start && !Staleness.isMarker(last)) {
        values[step] = wanted == Wanted.VALUES ? last : lastMillis / 1000.0;
      }
      checkAt(step);
    }
    if (times.isFixed()) {
      Arrays.fill(values, values[0]);
    }
    return values;
  }

  private void checkAt(int step) {
    if ((step & CHECK_MASK) == CHECK_MASK) {
      context.cancellation().check();
    }
  }

  Ranges ranges(Expr.RangeSelector selector, Steps steps) {
    var times = new SelectionTimes(steps, selector.vector().shift(), context.times());
    long from = times.first() - selector.rangeMillis() + 1;
    var sources =
        context.reader().select(from, times.last(), selector.vector().matchers()).stream()
            .map(series -> new RangeSource(series.labels(), series.samples()))
            .toList();
    return new Ranges(sources, times, selector.rangeMillis(), 0);
  }

  /// Applies code to the window of each step of each series.
  ///
  /// @param scalars the values of the scalar arguments by argument and step
  List<StepSeries> windowed(Ranges ranges, WindowCode code, double[][] scalars) {
    int count = ranges.times().steps().count();
    var result = new ArrayList<StepSeries>();
    var window = new Window();
    for (RangeSource source : ranges.sources()) {
      context.cancellation().check();
      int capacity = window.capacity();
      budget.charge((long) count + capacity);
      window.clear();
      var found =
          new StepSeries(source.labels(), slide(window, ranges, source.samples(), code, scalars));
      budget.release(capacity);
      if (found.isEmpty()) {
        budget.release(count);
      } else {
        result.add(found);
      }
    }
    budget.release(ranges.heldValues());
    return result;
  }

  private double[] slide(
      Window window, Ranges ranges, SampleIterator samples, WindowCode code, double[][] scalars) {
    SelectionTimes times = ranges.times();
    double[] values = StepSeries.absentValues(times.steps().count());
    double[] arguments = new double[scalars.length];
    boolean more = samples.next() != SampleKind.END;
    for (int step = 0; step < values.length; step++) {
      long end = times.at(step);
      long start = end - ranges.rangeMillis();
      window.slide(start, end, times.steps().at(step));
      if (more && samples.timestampMillis() <= start) {
        more = samples.seek(start + 1) != SampleKind.END;
      }
      while (more && samples.timestampMillis() <= end) {
        append(window, samples);
        more = samples.next() != SampleKind.END;
      }
      if (window.size() > 0) {
        for (int i = 0; i < arguments.length; i++) {
          arguments[i] = scalars[i][step];
        }
        values[step] = code.apply(window, arguments);
      }
      checkAt(step);
    }
    return values;
  }

  private void append(Window window, SampleIterator samples) {
    double value = samples.value();
    if (Staleness.isMarker(value)) {
      return;
    }
    int before = window.capacity();
    window.append(samples.timestampMillis(), value);
    if (window.capacity() > before) {
      context.cancellation().check();
      budget.charge((long) window.capacity() - before);
      budget.release((long) window.capacity() - before);
    }
  }

  /// The samples themselves, for a query that asks for a range at one instant.
  List<RangeSeries> samples(Ranges ranges) {
    var result = new ArrayList<RangeSeries>();
    var window = new Window();
    double[][] noScalars = {};
    for (RangeSource source : ranges.sources()) {
      context.cancellation().check();
      window.clear();
      double[] found =
          slide(window, ranges, source.samples(), (all, none) -> all.size(), noScalars);
      if (!StepSeries.isAbsent(found[0])) {
        budget.charge(window.size());
        result.add(copy(source.labels(), window));
      }
    }
    return result;
  }

  private static RangeSeries copy(Labels labels, Window window) {
    long[] times = new long[window.size()];
    double[] values = new double[window.size()];
    for (int i = 0; i < times.length; i++) {
      times[i] = window.timestampMillis(i);
      values[i] = window.value(i);
    }
    return new RangeSeries(labels, times, values);
  }

  /// The steps of a subquery that together cover the ranges of all outer steps. They lie on
  /// multiples of the step since 1970, so the same instants are computed for every outer step.
  static Steps subquerySteps(SelectionTimes times, long rangeMillis, long stepMillis) {
    long before = times.first() - rangeMillis;
    long start = (Math.floorDiv(before, stepMillis) + 1) * stepMillis;
    long count = Math.floorDiv(times.last() - start, stepMillis) + 1;
    return new Steps(start, stepMillis, Math.clamp(count, 0, Integer.MAX_VALUE));
  }

  SelectionTimes times(TimeShift shift, Steps steps) {
    return new SelectionTimes(steps, shift, context.times());
  }
}
