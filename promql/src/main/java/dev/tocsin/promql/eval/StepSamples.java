package dev.tocsin.promql.eval;

import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.promql.function.Steps;
import dev.tocsin.series.SampleIterator;
import dev.tocsin.series.SampleKind;

/// The values of a subquery as samples.
final class StepSamples implements SampleIterator {
  private final StepSeries series;
  private final Steps steps;
  private int step = -1;

  StepSamples(StepSeries series, Steps steps) {
    this.series = series;
    this.steps = steps;
  }

  @Override
  public SampleKind next() {
    do {
      step++;
    } while (step < steps.count() && !series.isPresent(step));
    return step < steps.count() ? SampleKind.FLOAT : SampleKind.END;
  }

  @Override
  public SampleKind seek(long timestampMillis) {
    SampleKind kind = step < 0 ? next() : step < steps.count() ? SampleKind.FLOAT : SampleKind.END;
    while (kind == SampleKind.FLOAT && timestampMillis() < timestampMillis) {
      kind = next();
    }
    return kind;
  }

  @Override
  public long timestampMillis() {
    return steps.at(step);
  }

  @Override
  public double value() {
    return series.values()[step];
  }
}
