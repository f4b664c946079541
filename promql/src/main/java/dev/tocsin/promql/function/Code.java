package dev.tocsin.promql.function;

/// What a function does, by the shape of its work. The evaluator supplies the loop.
public sealed interface Code {
  /// One value from the samples of a range.
  record OverWindow(WindowCode code) implements Code {}

  /// As [OverWindow], then a function on the resulting vector.
  record OverWindowThen(WindowCode code, VectorCode then) implements Code {}

  /// One value from one value; the labels lose the metric name.
  record PerSample(SampleCode code) implements Code {}

  /// Whole vectors, scalars and strings.
  record PerVector(VectorCode code) implements Code {}

  /// The times of the samples of a selector, which its values do not carry.
  record SampleTimes(VectorCode otherwise) implements Code {}

  /// The window holds at least one sample. The scalars are the values of the scalar arguments at
  /// the step, in order. Answers [StepSeries#ABSENT] when there is no result.
  @FunctionalInterface
  interface WindowCode {
    double apply(Window window, double[] scalars);
  }

  /// The scalars are the values of the scalar arguments at the step, in order. Answers
  /// [StepSeries#ABSENT] when there is no result.
  @FunctionalInterface
  interface SampleCode {
    double apply(double value, double[] scalars);
  }

  /// See [Arguments].
  @FunctionalInterface
  interface VectorCode {
    Operand apply(Arguments arguments);
  }
}
