package dev.tocsin.promql.function;

import static dev.tocsin.promql.function.StepSeries.ABSENT;

import java.util.Arrays;

/// Functions over a range that weigh its samples.
final class Smoothing {
  private Smoothing() {}

  /// Holt's linear method. The first scalar smooths the level, the second the trend; outside of 0
  /// to 1, exclusive, there is no result.
  static double doubleExponential(Window window, double[] scalars) {
    double levelFactor = scalars[0];
    double trendFactor = scalars[1];
    boolean valid = levelFactor > 0 && levelFactor < 1 && trendFactor > 0 && trendFactor < 1;
    if (!valid || window.size() < 2) {
      return ABSENT;
    }
    double level = window.value(0);
    double trend = window.value(1) - window.value(0);
    for (int i = 1; i < window.size(); i++) {
      double next = levelFactor * window.value(i) + (1 - levelFactor) * (level + trend);
      trend = i + 1 < window.size() ? nextTrend(trendFactor, level, next, trend) : trend;
      level = next;
    }
    return level;
  }

  private static double nextTrend(double factor, double level, double next, double trend) {
    return factor * (next - level) + (1 - factor) * trend;
  }

  /// The median of the distances from the median.
  static double medianDeviation(Window window, double[] scalars) {
    double[] values = window.copiedValues();
    if (Arrays.stream(values).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    double median = Quantile.of(0.5, values, values.length);
    double[] distances = Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
    return Quantile.of(0.5, distances, distances.length);
  }

  static double firstTime(Window window, double[] scalars) {
    return window.timestampMillis(0) / 1000.0;
  }

  static double lastTime(Window window, double[] scalars) {
    return window.timestampMillis(window.size() - 1) / 1000.0;
  }

  static double minimumTime(Window window, double[] scalars) {
    int found = 0;
    for (int i = 1; i < window.size(); i++) {
      if (window.value(i) <= window.value(found) || Double.isNaN(window.value(found))) {
        found = i;
      }
    }
    return window.timestampMillis(found) / 1000.0;
  }

  static double maximumTime(Window window, double[] scalars) {
    int found = 0;
    for (int i = 1; i < window.size(); i++) {
      if (window.value(i) >= window.value(found) || Double.isNaN(window.value(found))) {
        found = i;
      }
    }
    return window.timestampMillis(found) / 1000.0;
  }
}
