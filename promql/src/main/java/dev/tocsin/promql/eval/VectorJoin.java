package dev.tocsin.promql.eval;

import dev.tocsin.promql.PromQlEvaluationException;
import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.Notation;
import dev.tocsin.promql.ast.VectorMatching;
import dev.tocsin.promql.ast.VectorMatching.Cardinality;
import dev.tocsin.promql.function.MetricName;
import dev.tocsin.promql.function.StepSeries;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/// Arithmetic and comparison between two vectors.
///
/// One side is the "one" side: within a match group it may have one value a step at most. Its
/// series are indexed by match group; each series of the other, the "many" side, meets every series
/// of its group, and since no two of them have a value at the same step, each pair is one result
/// series of its own that can be merged with its siblings at the end.
final class VectorJoin {
  private final QueryContext context;
  private final Expr.Binary binary;
  private final MatchKey key;
  private final Cardinality cardinality;
  private final boolean filters;
  private final Set<String> matchingLabels;

  VectorJoin(QueryContext context, Expr.Binary binary) {
    this.context = context;
    this.binary = binary;
    // Unlike for sets, type and unit count: seconds are not divided by bytes unasked.
    this.key = new MatchKey(binary.matching(), Set.of(Labels.METRIC_NAME));
    this.cardinality = binary.matching().cardinality();
    this.filters =
        binary.operator().kind() == BinaryOperator.Kind.COMPARISON && !binary.returnsBool();
    this.matchingLabels = new HashSet<>(binary.matching().labels());
  }

  List<StepSeries> evaluate(List<StepSeries> left, List<StepSeries> right) {
    if (left.isEmpty() || right.isEmpty()) {
      return List.of();
    }
    boolean manyIsRight = cardinality == Cardinality.ONE_TO_MANY;
    List<StepSeries> many = manyIsRight ? right : left;
    Map<Labels, List<StepSeries>> one = key.index(manyIsRight ? left : right);
    BitSet relevant = presence(many);
    one.forEach((group, series) -> checkUnique(group, series, relevant));
    var result = new ArrayList<StepSeries>();
    key.index(many)
        .forEach((group, series) -> join(series, one.getOrDefault(group, List.of()), result));
    return Duplicates.merge(
        result,
        cardinality == Cardinality.ONE_TO_ONE
            ? Duplicates.SAME_LABELS
            : "multiple matches for labels: grouping labels must ensure unique matches");
  }

  private static BitSet presence(List<StepSeries> series) {
    var steps = new BitSet();
    for (StepSeries each : series) {
      for (int step = 0; step < each.values().length; step++) {
        if (each.isPresent(step)) {
          steps.set(step);
        }
      }
    }
    return steps;
  }

  /// @param relevant the steps at which the other side has any value
  private void checkUnique(Labels group, List<StepSeries> series, BitSet relevant) {
    if (series.size() < 2) {
      return;
    }
    StepSeries[] owners = new StepSeries[series.getFirst().values().length];
    for (StepSeries each : series) {
      for (int step = 0; step < owners.length; step++) {
        if (each.isPresent(step) && relevant.get(step)) {
          if (owners[step] != null) {
            throw manyToMany(group, owners[step].labels(), each.labels());
          }
          owners[step] = each;
        }
      }
    }
  }

  private PromQlEvaluationException manyToMany(Labels group, Labels first, Labels second) {
    boolean sorted = first.compareTo(second) <= 0;
    return new PromQlEvaluationException(
        "found duplicate series for the match group %s on the %s hand-side of the operation:"
                .formatted(text(group), cardinality == Cardinality.ONE_TO_MANY ? "left" : "right")
            + " [%s, %s]".formatted(text(sorted ? first : second), text(sorted ? second : first))
            + ";many-to-many matching not allowed: matching labels must be unique on one side");
  }

  private static String text(Labels labels) {
    var text = new StringJoiner(", ", "{", "}");
    for (int i = 0; i < labels.size(); i++) {
      text.add(Notation.labelName(labels.name(i)) + '=' + Notation.quoted(labels.value(i)));
    }
    return text.toString();
  }

  private void join(List<StepSeries> many, List<StepSeries> one, List<StepSeries> result) {
    var matched = new BitSet();
    for (StepSeries manySeries : many) {
      context.cancellation().check();
      for (StepSeries oneSeries : one) {
        if (cardinality == Cardinality.ONE_TO_ONE) {
          checkOneToOne(manySeries, oneSeries, matched);
        }
        StepSeries joined = joined(manySeries, oneSeries);
        if (!joined.isEmpty()) {
          result.add(joined);
        }
      }
    }
  }

  private void checkOneToOne(StepSeries many, StepSeries one, BitSet matched) {
    for (int step = 0; step < many.values().length; step++) {
      if (many.isPresent(step) && one.isPresent(step)) {
        if (matched.get(step)) {
          throw new PromQlEvaluationException(
              "multiple matches for labels: many-to-one matching must be explicit"
                  + " (group_left/group_right)");
        }
        matched.set(step);
      }
    }
  }

  private StepSeries joined(StepSeries many, StepSeries one) {
    boolean manyIsRight = cardinality == Cardinality.ONE_TO_MANY;
    double[] left = (manyIsRight ? one : many).values();
    double[] right = (manyIsRight ? many : one).values();
    double[] values = StepSeries.absentValues(left.length);
    BinaryOperator operator = binary.operator();
    for (int step = 0; step < values.length; step++) {
      if (!StepSeries.isAbsent(left[step]) && !StepSeries.isAbsent(right[step])) {
        if (!filters) {
          values[step] = operator.apply(left[step], right[step]);
        } else if (operator.holds(left[step], right[step])) {
          values[step] = left[step];
        }
      }
    }
    return new StepSeries(labels(many.labels(), one.labels()), values);
  }

  private Labels labels(Labels many, Labels one) {
    Labels labels = filters ? many : MetricName.drop(many);
    VectorMatching matching = binary.matching();
    if (cardinality == Cardinality.ONE_TO_ONE) {
      labels =
          matching.kind() == VectorMatching.Kind.ON
              ? labels.keep(matchingLabels)
              : labels.drop(matchingLabels);
    }
    for (String included : matching.include()) {
      labels = labels.with(included, one.get(included));
    }
    return labels;
  }
}
