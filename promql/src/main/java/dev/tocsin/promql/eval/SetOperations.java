package dev.tocsin.promql.eval;

import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.function.MetricName;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// `and`, `or`, `unless`: series are kept or not by whether the other side has a match at the step.
final class SetOperations {
  private SetOperations() {}

  static List<StepSeries> evaluate(
      Expr.Binary binary, List<StepSeries> left, List<StepSeries> right) {
    var key = new MatchKey(binary.matching(), MetricName.LABELS);
    return switch (binary.operator()) {
      case AND -> filtered(left, key, presence(right, key), true);
      case UNLESS -> filtered(left, key, presence(right, key), false);
      case OR -> {
        var union = new ArrayList<StepSeries>(left);
        union.addAll(filtered(right, key, presence(left, key), false));
        yield Duplicates.merge(union);
      }
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          ATAN2,
          POWER,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL ->
          throw new IllegalStateException("BUG: no set operator: " + binary.operator());
    };
  }

  /// The steps at which each match group has a value.
  private static Map<Labels, BitSet> presence(List<StepSeries> series, MatchKey key) {
    Map<Labels, BitSet> presence = new HashMap<>();
    for (StepSeries each : series) {
      BitSet steps = presence.computeIfAbsent(key.of(each.labels()), _ -> new BitSet());
      for (int step = 0; step < each.values().length; step++) {
        if (each.isPresent(step)) {
          steps.set(step);
        }
      }
    }
    return presence;
  }

  /// The series at the steps where the presence of their group is as wanted.
  private static List<StepSeries> filtered(
      List<StepSeries> series, MatchKey key, Map<Labels, BitSet> presence, boolean wanted) {
    var result = new ArrayList<StepSeries>();
    var never = new BitSet();
    for (StepSeries each : series) {
      BitSet steps = presence.getOrDefault(key.of(each.labels()), never);
      double[] values = each.values().clone();
      for (int step = 0; step < values.length; step++) {
        if (steps.get(step) != wanted) {
          values[step] = StepSeries.ABSENT;
        }
      }
      var kept = new StepSeries(each.labels(), values);
      if (!kept.isEmpty()) {
        result.add(kept);
      }
    }
    return result;
  }
}
