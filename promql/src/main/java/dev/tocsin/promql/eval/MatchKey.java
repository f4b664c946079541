package dev.tocsin.promql.eval;

import dev.tocsin.promql.ast.VectorMatching;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The labels by which two vectors find each other.
final class MatchKey {
  private final boolean on;
  private final Set<String> names;

  /// @param neverMatched labels that count only when `on` names them
  MatchKey(VectorMatching matching, Set<String> neverMatched) {
    on = matching.kind() == VectorMatching.Kind.ON;
    names = new HashSet<>(matching.labels());
    if (!on) {
      names.addAll(neverMatched);
    }
  }

  Labels of(Labels labels) {
    return on ? labels.keep(names) : labels.drop(names);
  }

  Map<Labels, List<StepSeries>> index(List<StepSeries> series) {
    Map<Labels, List<StepSeries>> index = new LinkedHashMap<>();
    for (StepSeries each : series) {
      index.computeIfAbsent(of(each.labels()), _ -> new ArrayList<>()).add(each);
    }
    return index;
  }
}
