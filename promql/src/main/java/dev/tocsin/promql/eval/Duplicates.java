package dev.tocsin.promql.eval;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Series that came to have equal labels: one series when they never have a value at the same step,
/// an error when they have.
final class Duplicates {
  static final String SAME_LABELS = "vector cannot contain metrics with the same labelset";

  private Duplicates() {}

  static List<StepSeries> merge(List<StepSeries> series) {
    return merge(series, SAME_LABELS);
  }

  static List<StepSeries> merge(List<StepSeries> series, String problem) {
    if (series.size() < 2) {
      return series;
    }
    Map<Labels, StepSeries> merged = LinkedHashMap.newLinkedHashMap(series.size());
    for (StepSeries each : series) {
      merged.merge(each.labels(), each, (first, second) -> merge(first, second, problem));
    }
    return merged.size() == series.size() ? series : new ArrayList<>(merged.values());
  }

  private static StepSeries merge(StepSeries first, StepSeries second, String problem) {
    double[] values = first.values().clone();
    for (int step = 0; step < values.length; step++) {
      if (second.isPresent(step)) {
        if (first.isPresent(step)) {
          throw new PromQlEvaluationException(problem);
        }
        values[step] = second.values()[step];
      }
    }
    return new StepSeries(first.labels(), values);
  }
}
