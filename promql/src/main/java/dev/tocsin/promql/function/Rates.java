package dev.tocsin.promql.function;

import static dev.tocsin.promql.function.StepSeries.ABSENT;

/// How a value changes over a range: extrapolated and instant rates, counts of changes, regression.
final class Rates {
  /// A gap to the edge of the range that is longer than this many sample distances means that the
  /// series starts or ends inside the range.
  private static final double EDGE_FACTOR = 1.1;

  private Rates() {}

  static double rate(Window window, double[] scalars) {
    double seconds = (window.endMillis() - window.startMillis()) / 1000.0;
    double increase = extrapolated(window, true);
    return StepSeries.isAbsent(increase) ? ABSENT : increase / seconds;
  }

  static double increase(Window window, double[] scalars) {
    return extrapolated(window, true);
  }

  static double delta(Window window, double[] scalars) {
    return extrapolated(window, false);
  }

  /// The difference between the first and the last sample, stretched to the edges of the range. At
  /// an edge where the series seems to start or end, only half a sample distance is added; for a
  /// counter never more than brings it down to zero.
  private static double extrapolated(Window window, boolean counter) {
    int last = window.size() - 1;
    if (last < 1) {
      return ABSENT;
    }
    double difference = difference(window, counter);
    double sampledSeconds = (window.timestampMillis(last) - window.timestampMillis(0)) / 1000.0;
    double distance = sampledSeconds / last;
    double toStart = (window.timestampMillis(0) - window.startMillis()) / 1000.0;
    double toEnd = (window.endMillis() - window.timestampMillis(last)) / 1000.0;
    if (toStart >= distance * EDGE_FACTOR) {
      toStart = distance / 2;
    }
    double first = window.value(0);
    if (counter && difference > 0 && first >= 0) {
      toStart = Math.min(toStart, sampledSeconds * (first / difference));
    }
    if (toEnd >= distance * EDGE_FACTOR) {
      toEnd = distance / 2;
    }
    return difference * ((sampledSeconds + toStart + toEnd) / sampledSeconds);
  }

  private static double difference(Window window, boolean counter) {
    int size = window.size();
    double difference = window.value(size - 1) - window.value(0);
    if (!counter) {
      return difference;
    }
    double previous = window.value(0);
    for (int i = 1; i < size; i++) {
      double current = window.value(i);
      if (current < previous) {
        difference += previous;
      }
      previous = current;
    }
    return difference;
  }

  static double instantRate(Window window, double[] scalars) {
    int last = window.size() - 1;
    if (last < 1) {
      return ABSENT;
    }
    double seconds = (window.timestampMillis(last) - window.timestampMillis(last - 1)) / 1000.0;
    double current = window.value(last);
    double previous = window.value(last - 1);
    return (current < previous ? current : current - previous) / seconds;
  }

  static double instantDelta(Window window, double[] scalars) {
    int last = window.size() - 1;
    return last < 1 ? ABSENT : window.value(last) - window.value(last - 1);
  }

  static double changes(Window window, double[] scalars) {
    int changes = 0;
    for (int i = 1; i < window.size(); i++) {
      double previous = window.value(i - 1);
      double current = window.value(i);
      if (current != previous && !(Double.isNaN(current) && Double.isNaN(previous))) {
        changes++;
      }
    }
    return changes;
  }

  static double resets(Window window, double[] scalars) {
    int resets = 0;
    for (int i = 1; i < window.size(); i++) {
      if (window.value(i) < window.value(i - 1)) {
        resets++;
      }
    }
    return resets;
  }

  static double derivative(Window window, double[] scalars) {
    return window.size() < 2 ? ABSENT : line(window, window.timestampMillis(0)).slope;
  }

  static double predictLinear(Window window, double[] scalars) {
    if (window.size() < 2) {
      return ABSENT;
    }
    Line line = line(window, window.evaluationMillis());
    return line.slope * scalars[0] + line.intercept;
  }

  private record Line(double slope, double intercept) {}

  /// The least-squares line; its intercept is the value at the given time.
  private static Line line(Window window, long interceptMillis) {
    double first = window.value(0);
    boolean constant = true;
    var sumX = new KahanSum();
    var sumY = new KahanSum();
    var sumXy = new KahanSum();
    var sumXx = new KahanSum();
    int size = window.size();
    for (int i = 0; i < size; i++) {
      double x = (window.timestampMillis(i) - interceptMillis) / 1000.0;
      double y = window.value(i);
      constant &= i == 0 || y == first;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumXx.add(x * x);
    }
    if (constant) {
      return Double.isInfinite(first) ? new Line(Double.NaN, Double.NaN) : new Line(0, first);
    }
    double covariance = sumXy.total() - sumX.total() * sumY.total() / size;
    double variance = sumXx.total() - sumX.total() * sumX.total() / size;
    double slope = covariance / variance;
    return new Line(slope, sumY.total() / size - slope * sumX.total() / size);
  }
}
