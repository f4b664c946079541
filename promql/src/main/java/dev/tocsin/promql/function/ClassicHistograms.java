package dev.tocsin.promql.function;

import dev.tocsin.promql.ast.Notation;
import dev.tocsin.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `histogram_quantile` on series that are the buckets of histograms, one series for each bound.
final class ClassicHistograms {
  private static final Set<String> BOUND = Set.of(Labels.BUCKET_BOUND);

  private ClassicHistograms() {}

  private record Bucket(double bound, StepSeries series) {}

  static Operand quantile(Arguments arguments) {
    double[] quantiles = arguments.scalar(0);
    warnAboutQuantiles(arguments, quantiles);
    var result = new ArrayList<StepSeries>();
    histograms(arguments)
        .forEach(
            (labels, buckets) -> {
              buckets.sort(Comparator.comparingDouble(Bucket::bound));
              double[] values = quantiles(arguments, labels, buckets, quantiles);
              result.add(new StepSeries(MetricName.drop(labels), values));
            });
    return new Operand.Vector(result);
  }

  private static void warnAboutQuantiles(Arguments arguments, double[] quantiles) {
    for (double quantile : quantiles) {
      if (!(quantile >= 0 && quantile <= 1)) {
        arguments
            .annotations()
            .warn(
                "quantile value should be between 0 and 1, got " + Notation.number(quantile),
                arguments.expr(0).span());
      }
    }
  }

  /// The buckets by histogram, which is what the labels say without the bound.
  private static Map<Labels, List<Bucket>> histograms(Arguments arguments) {
    Map<Labels, List<Bucket>> histograms = new LinkedHashMap<>();
    for (StepSeries series : arguments.vector(1)) {
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
                arguments.expr(1).span());
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

  private static double[] quantiles(
      Arguments arguments, Labels labels, List<Bucket> series, double[] quantiles) {
    double[] values = StepSeries.absentValues(quantiles.length);
    var buckets = new Buckets(series.size());
    for (int step = 0; step < values.length; step++) {
      buckets.clear();
      for (Bucket bucket : series) {
        if (bucket.series.isPresent(step)) {
          buckets.add(bucket.bound, bucket.series.values()[step]);
        }
      }
      if (buckets.size() > 0) {
        values[step] = buckets.quantile(quantiles[step]);
      }
      if (buckets.forcedMonotonic()) {
        arguments
            .annotations()
            .inform(
                "input to histogram_quantile needed to be fixed for monotonicity"
                    + MetricName.clause(labels.metricName()),
                arguments.expr(1).span());
      }
    }
    return values;
  }
}
