package dev.tocsin.promql.function;

import dev.tocsin.series.Labels;
import dev.tocsin.series.Staleness;
import java.util.Arrays;

/// One series of an intermediate result: a value, or its absence, for each step.
///
/// An absent value is [#ABSENT]. It has the bits of the staleness marker, which no selector lets
/// through, so that it cannot be a measurement; test with [#isAbsent(double)] only.
public final class StepSeries {
  public static final double ABSENT = Staleness.MARKER;

  private final Labels labels;
  private final double[] values;

  /// The array is owned by the new series.
  public StepSeries(Labels labels, double[] values) {
    this.labels = labels;
    this.values = values;
  }

  /// An array of absent values.
  public static double[] absentValues(int count) {
    double[] values = new double[count];
    Arrays.fill(values, ABSENT);
    return values;
  }

  public static boolean isAbsent(double value) {
    return Staleness.isMarker(value);
  }

  public Labels labels() {
    return labels;
  }

  /// The values by step. Only the code that made this series may write to it.
  public double[] values() {
    return values;
  }

  public boolean isPresent(int step) {
    return !isAbsent(values[step]);
  }

  /// Whether there is no value at any step.
  public boolean isEmpty() {
    for (double value : values) {
      if (!isAbsent(value)) {
        return false;
      }
    }
    return true;
  }

  public StepSeries withLabels(Labels newLabels) {
    return new StepSeries(newLabels, values);
  }
}
