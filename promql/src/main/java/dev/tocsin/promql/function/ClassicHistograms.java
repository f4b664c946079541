package dev.tocsin.promql.function;

import dev.tocsin.promql.ast.Notation;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Figures of series that are the buckets of histograms, one series for each bound.
final class ClassicHistograms {
  private static final Set<String> BOUND = Set.of(Labels.BUCKET_BOUND);

  private ClassicHistograms() {}

  private record Bucket(double bound, StepSeries series) {}

  /// A number that the buckets of one step give.
  @FunctionalInterface
  private interface Figure {
    double of(Buckets buckets, int step);
  }

  static Operand quantile(Arguments arguments) {
    double[] quantiles = arguments.scalar(0);
    warnAboutQuantiles(arguments, 0);
    return new Operand.Vector(
        figures(arguments, 1, (buckets, step) -> buckets.quantile(quantiles[step])));
  }

  /// Several quantiles, told apart by a label.
  static Operand quantiles(Arguments arguments) {
    String label = arguments.text(1);
    if (arguments.vector(0).stream().anyMatch(series -> series.labels().has(label))) {
      throw arguments.failure("conflicting label " + Notation.quoted(label));
    }
    var result = new ArrayList<StepSeries>();
    for (int i = 2; i < arguments.count(); i++) {
      double[] quantiles = arguments.scalar(i);
      warnAboutQuantiles(arguments, i);
      String number = Notation.number(quantiles[0]);
      boolean whole = number.chars().allMatch(c -> c == '-' || Character.isDigit(c));
      String value = whole ? number + ".0" : number;
      for (StepSeries series :
          figures(arguments, 0, (buckets, step) -> buckets.quantile(quantiles[step]))) {
        result.add(series.withLabels(series.labels().with(label, value)));
      }
    }
    return new Operand.Vector(result);
  }

  static Operand fraction(Arguments arguments) {
    double[] lower = arguments.scalar(0);
    double[] upper = arguments.scalar(1);
    return new Operand.Vector(
        figures(arguments, 2, (buckets, step) -> buckets.fraction(lower[step], upper[step])));
  }

  private static void warnAboutQuantiles(Arguments arguments, int index) {
    Quantile.warn(arguments.scalar(index), arguments.annotations(), arguments.expr(index).span());
  }

  /// @param vector the index of the argument that holds the buckets
  private static List<StepSeries> figures(Arguments arguments, int vector, Figure figure) {
    var result = new ArrayList<StepSeries>();
    histograms(arguments, vector)
        .forEach(
            (labels, buckets) -> {
              buckets.sort(Comparator.comparingDouble(Bucket::bound));
              double[] values = figures(arguments, vector, labels, buckets, figure);
              result.add(new StepSeries(MetricName.drop(labels), values));
            });
    return result;
  }

  /// The buckets by histogram, which is what the labels say without the bound.
  private static Map<Labels, List<Bucket>> histograms(Arguments arguments, int vector) {
    Map<Labels, List<Bucket>> histograms = new LinkedHashMap<>();
    for (StepSeries series : arguments.vector(vector)) {
      Labels labels = series.labels();
      String bound = labels.get(Labels.BUCKET_BOUND);
      try {
        var bucket = new Bucket(bound(bound), series);
        histograms.computeIfAbsent(labels.drop(BOUND), _ -> new ArrayList<>()).add(bucket);
      } catch (NumberFormatException _) {
        arguments
            .annotations()
            .warn(
                "bucket label \"le\" is missing or has a malformed value of "
                    + Notation.quoted(bound)
                    + MetricName.clause(labels.metricName()),
                arguments.expr(vector).span());
      }
    }
    return histograms;
  }

  private static double bound(String text) {
    return switch (text) {
      case "+Inf", "Inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static double[] figures(
      Arguments arguments, int vector, Labels labels, List<Bucket> series, Figure figure) {
    double[] values = StepSeries.absentValues(arguments.steps().count());
    var buckets = new Buckets(series.size());
    for (int step = 0; step < values.length; step++) {
      buckets.clear();
      for (Bucket bucket : series) {
        if (bucket.series.isPresent(step)) {
          buckets.add(bucket.bound, bucket.series.values()[step]);
        }
      }
      if (buckets.size() > 0) {
        values[step] = figure.of(buckets, step);
      }
      if (buckets.forcedMonotonic()) {
        arguments
            .annotations()
            .inform(
                "input to histogram_quantile needed to be fixed for monotonicity"
                    + MetricName.clause(labels.metricName()),
                arguments.expr(vector).span());
      }
    }
    return values;
  }
}
