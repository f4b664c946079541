package dev.tocsin.sdk.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a metric is called on the wire and what its labels are. The name is a contract, so a name
/// that the exposition format would change (a counter without `_total`, a gauge that ends like a
/// counter) is refused here instead of being published under another name.
///
/// @param buckets upper bounds of a histogram in ascending order; empty for other kinds
public record MetricDefinition(
    String name, MetricKind kind, String help, List<String> labels, List<Double> buckets) {

  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final List<String> RESERVED_ENDINGS =
      List.of("_total", "_created", "_bucket", "_info", "_count", "_sum");

  public MetricDefinition {
    labels = List.copyOf(labels);
    buckets = List.copyOf(buckets);
    requireName(name, kind);
    for (String label : labels) {
      if (!NAME.matcher(label).matches() || label.equals("le") || label.startsWith("__")) {
        throw new IllegalArgumentException(
            "Metric " + name + ": label '" + label + "' is not a usable Prometheus label name.");
      }
    }
    requireBuckets(name, kind, buckets);
  }

  /// Whether both are the same metric. The help may differ: it is for people.
  boolean isSameAs(MetricDefinition other) {
    return name.equals(other.name)
        && kind == other.kind
        && labels.equals(other.labels)
        && buckets.equals(other.buckets);
  }

  /// The labels with these values, which are in the order of the labels.
  Map<String, String> labelled(String... values) {
    Map<String, String> labelled = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      labelled.put(labels.get(i), values[i]);
    }
    return labelled;
  }

  private static void requireName(String name, MetricKind kind) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Metric name '" + name + "' must consist of letters, digits and underscores.");
    }
    if (kind == MetricKind.COUNTER) {
      if (!name.endsWith("_total")) {
        throw new IllegalArgumentException("Counter '" + name + "' must end with _total.");
      }
      return;
    }
    for (String ending : RESERVED_ENDINGS) {
      if (kind == MetricKind.HISTOGRAM && name.endsWith(ending)) {
        throw new IllegalArgumentException(
            "Histogram '" + name + "' must not end with the reserved " + ending + ".");
      }
      if (name.endsWith(ending) && !ending.equals("_count") && !ending.equals("_sum")) {
        throw new IllegalArgumentException(
            "Gauge '" + name + "' must not end with the reserved " + ending + ".");
      }
    }
  }

  private static void requireBuckets(String name, MetricKind kind, List<Double> buckets) {
    if (kind == MetricKind.HISTOGRAM && buckets.isEmpty()) {
      throw new IllegalArgumentException("Histogram '" + name + "' needs at least one bucket.");
    }
    double previous = 0;
    for (double bucket : buckets) {
      if (!(bucket > previous) || Double.isInfinite(bucket)) {
        throw new IllegalArgumentException(
            "Histogram '" + name + "': buckets must be positive, finite and ascending.");
      }
      previous = bucket;
    }
  }
}
