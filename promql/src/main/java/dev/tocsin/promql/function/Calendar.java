package dev.tocsin.promql.function;

import dev.tocsin.promql.function.Code.VectorCode;
import dev.tocsin.series.Labels;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Parts of a date in UTC, of the seconds in a vector or, without one, of the evaluation time.
final class Calendar {
  /// Seconds beyond this have no date in `java.time`.
  private static final double MOST_SECONDS = 3.1e16;

  private Calendar() {}

  static VectorCode part(ToIntFunction<ZonedDateTime> part) {
    return arguments -> {
      if (arguments.count() == 0) {
        double[] values = Scalars.times(arguments.steps());
        mapInPlace(values, part);
        return new Operand.Vector(List.of(new StepSeries(Labels.EMPTY, values)));
      }
      var result = new ArrayList<StepSeries>();
      for (StepSeries series : arguments.vector(0)) {
        double[] values = series.values().clone();
        mapInPlace(values, part);
        result.add(new StepSeries(MetricName.drop(series.labels()), values));
      }
      return new Operand.Vector(result);
    };
  }

  private static void mapInPlace(double[] values, ToIntFunction<ZonedDateTime> part) {
    for (int i = 0; i < values.length; i++) {
      if (!StepSeries.isAbsent(values[i])) {
        values[i] = of(values[i], part);
      }
    }
  }

  private static double of(double seconds, ToIntFunction<ZonedDateTime> part) {
    if (!(Math.abs(seconds) <= MOST_SECONDS)) {
      return Double.NaN;
    }
    return part.applyAsInt(Instant.ofEpochSecond((long) seconds).atZone(ZoneOffset.UTC));
  }
}
