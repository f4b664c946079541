package dev.tocsin.promql.function;

import dev.tocsin.series.Labels;
import java.util.Set;

/// The labels that say what a series measures. They go when a result no longer measures it.
public final class MetricName {
  /// The name with its type and unit.
  public static final Set<String> LABELS = Set.of(Labels.METRIC_NAME, "__type__", "__unit__");

  private MetricName() {}

  public static Labels drop(Labels labels) {
    return labels.drop(LABELS);
  }

  /// The end of the annotations that are about one metric.
  static String clause(String metricName) {
    return metricName.isEmpty() ? "" : " for metric name \"" + metricName + '"';
  }
}
