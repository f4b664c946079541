package dev.tocsin.promql.function;

import java.util.List;

/// The value of a sub-expression over all steps.
public sealed interface Operand {
  record Vector(List<StepSeries> series) implements Operand {}

  /// One number for each step.
  @SuppressWarnings("ArrayRecordComponent")
  record Scalar(double[] values) implements Operand {}

  record Text(String text) implements Operand {}
}
