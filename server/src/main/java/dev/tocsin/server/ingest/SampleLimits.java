package dev.tocsin.server.ingest;

import dev.tocsin.series.Labels;
import java.time.Duration;

/// What a series and a sample may look like.
///
/// @param labels the most labels of a series, the metric name included
/// @param nameLength the longest metric or label name
/// @param valueLength the longest label value
/// @param ahead how far in the future a sample may be
public record SampleLimits(int labels, int nameLength, int valueLength, Duration ahead) {
  private static final int EXCERPT_LENGTH = 40;

  public static SampleLimits defaults() {
    return new SampleLimits(64, 256, 4_096, Duration.ofMinutes(10));
  }

  /// @throws RefusedSeriesException if the series breaks a limit
  void check(Labels series) {
    if (series.metricName().isEmpty()) {
      throw new RefusedSeriesException(
          Refusal.METRIC_NAME_MISSING, "the series " + excerpt(series.toString()) + " has no name");
    }
    if (series.size() > labels) {
      throw new RefusedSeriesException(
          Refusal.TOO_MANY_LABELS,
          series.metricName() + " has " + series.size() + " labels; at most " + labels);
    }
    for (int i = 0; i < series.size(); i++) {
      checkLabel(series.metricName(), series.name(i), series.value(i));
    }
  }

  private void checkLabel(String metric, String name, String value) {
    if (name.length() > nameLength || metric.length() > nameLength) {
      throw new RefusedSeriesException(
          Refusal.NAME_TOO_LONG,
          "a name of %s is longer than %d characters".formatted(excerpt(metric), nameLength));
    }
    if (value.length() > valueLength) {
      throw new RefusedSeriesException(
          Refusal.VALUE_TOO_LONG,
          "the label %s of %s has %d characters; at most %d"
              .formatted(name, metric, value.length(), valueLength));
    }
    if (name.equals(Labels.METRIC_NAME)) {
      if (!MetricNames.isMetricName(value)) {
        throw new RefusedSeriesException(
            Refusal.METRIC_NAME_INVALID,
            "\"%s\" is no metric name; use letters, digits, _ and :".formatted(excerpt(value)));
      }
    } else if (!MetricNames.isLabelName(name)) {
      throw new RefusedSeriesException(
          Refusal.LABEL_NAME_INVALID,
          "\"%s\" of %s is no label name; use letters, digits and _"
              .formatted(excerpt(name), metric));
    }
  }

  private static String excerpt(String text) {
    return text.length() <= EXCERPT_LENGTH ? text : text.substring(0, EXCERPT_LENGTH) + "…";
  }
}
