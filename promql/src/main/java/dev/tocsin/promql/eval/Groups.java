package dev.tocsin.promql.eval;

import dev.tocsin.promql.ast.Grouping;
import dev.tocsin.promql.function.MetricName;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The series of an aggregation by group.
final class Groups {
  private Groups() {}

  record Group(Labels labels, List<StepSeries> members) {
    /// Copies the values that are present at a step and answers their number.
    int gather(int step, double[] target) {
      int size = 0;
      for (StepSeries member : members) {
        double value = member.values()[step];
        if (!StepSeries.isAbsent(value)) {
          target[size++] = value;
        }
      }
      return size;
    }
  }

  static List<Group> of(List<StepSeries> series, Grouping grouping) {
    Set<String> names = new HashSet<>(grouping.labels());
    boolean by = grouping.kind() == Grouping.Kind.BY;
    if (!by) {
      names.addAll(MetricName.LABELS);
    }
    Map<Labels, Group> groups = new LinkedHashMap<>();
    for (StepSeries each : series) {
      Labels key = by ? each.labels().keep(names) : each.labels().drop(names);
      groups
          .computeIfAbsent(key, labels -> new Group(labels, new ArrayList<>()))
          .members()
          .add(each);
    }
    return new ArrayList<>(groups.values());
  }
}
