package dev.tocsin.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The identity of a series: label names with their values, sorted by name, immutable.
///
/// A label with an empty value is the same as an absent label and is never kept. Names and values
/// are compared by their UTF-16 code units. The metric name is the label [#METRIC_NAME].
///
/// Source: the Prometheus data model.
public final class Labels implements Comparable<Labels> {
  /// The label that holds the metric name.
  public static final String METRIC_NAME = "__name__";

  /// The label of a histogram bucket's upper bound.
  public static final String BUCKET_BOUND = "le";

  /// The label set without labels.
  public static final Labels EMPTY = new Labels(new String[0]);

  /// name, value, name, value …, sorted by name. Never written after construction.
  private final String[] pairs;

  private final int hash;

  private Labels(String[] pairs) {
    this.pairs = pairs;
    this.hash = Arrays.hashCode(pairs);
  }

  /// Labels from alternating names and values, in any order.
  ///
  /// @throws IllegalArgumentException if a name has no value or appears twice
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("label without a value: " + List.of(namesAndValues));
    }
    var builder = new Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      if (builder.values.containsKey(namesAndValues[i])) {
        throw new IllegalArgumentException("label twice: " + namesAndValues[i]);
      }
      builder.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /// Labels from a map of names to values.
  public static Labels of(Map<String, String> values) {
    var builder = new Builder();
    values.forEach(builder::set);
    return builder.build();
  }

  /// Labels from alternating names and values that are already sorted by name, unique and without
  /// empty values. The caller gives the array away. For decoders that keep this order themselves.
  public static Labels ofSorted(String[] sortedNamesAndValues) {
    return sortedNamesAndValues.length == 0 ? EMPTY : new Labels(sortedNamesAndValues);
  }

  /// The value of a label, or the empty string when the label is absent.
  public String get(String name) {
    int low = 0;
    int high = pairs.length / 2 - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = pairs[2 * middle].compareTo(name);
      if (order == 0) {
        return pairs[2 * middle + 1];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return "";
  }

  public boolean has(String name) {
    return !get(name).isEmpty();
  }

  /// The metric name, or the empty string.
  public String metricName() {
    return get(METRIC_NAME);
  }

  public int size() {
    return pairs.length / 2;
  }

  /// The name of the label at an index from 0 to [#size()] - 1, in sorted order.
  public String name(int index) {
    return pairs[2 * index];
  }

  /// The value of the label at an index from 0 to [#size()] - 1, in sorted order.
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /// These labels with one set or, when the value is empty, removed.
  public Labels with(String name, String value) {
    return get(name).equals(value) ? this : toBuilder().set(name, value).build();
  }

  /// These labels without the metric name.
  public Labels withoutMetricName() {
    return with(METRIC_NAME, "");
  }

  /// Only the labels with the given names.
  public Labels keep(Collection<String> names) {
    return filtered(names, true);
  }

  /// All labels but those with the given names.
  public Labels drop(Collection<String> names) {
    return filtered(names, false);
  }

  private Labels filtered(Collection<String> names, boolean wanted) {
    var kept = new ArrayList<String>(pairs.length);
    for (int i = 0; i < pairs.length; i += 2) {
      if (names.contains(pairs[i]) == wanted) {
        kept.add(pairs[i]);
        kept.add(pairs[i + 1]);
      }
    }
    return kept.size() == pairs.length ? this : ofSorted(kept.toArray(String[]::new));
  }

  public Map<String, String> toMap() {
    var map = new TreeMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  public Builder toBuilder() {
    var builder = new Builder();
    builder.values.putAll(toMap());
    return builder;
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Orders by the first label that differs, name before value; a prefix comes first.
  @Override
  public int compareTo(Labels other) {
    int shared = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < shared; i++) {
      int order = pairs[i].compareTo(other.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels labels
        && hash == labels.hash
        && Arrays.equals(pairs, labels.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /// The notation of the exposition format: `http_requests_total{method="GET"}`.
  @Override
  public String toString() {
    var text = new StringBuilder(metricName());
    var separator = "{";
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(METRIC_NAME)) {
        continue;
      }
      text.append(separator).append(pairs[i]).append("=\"").append(escaped(pairs[i + 1]));
      text.append('"');
      separator = ", ";
    }
    if (separator.equals(", ")) {
      return text.append('}').toString();
    }
    return text.isEmpty() ? "{}" : text.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  /// Collects labels; the last value set for a name wins.
  public static final class Builder {
    private final TreeMap<String, String> values = new TreeMap<>();

    private Builder() {}

    /// Sets a label or, when the value is empty, removes it.
    public Builder set(String name, String value) {
      if (value.isEmpty()) {
        values.remove(name);
      } else {
        values.put(name, value);
      }
      return this;
    }

    public Builder setAll(Labels labels) {
      for (int i = 0; i < labels.size(); i++) {
        set(labels.name(i), labels.value(i));
      }
      return this;
    }

    public Labels build() {
      var pairs = new String[2 * values.size()];
      int next = 0;
      for (var entry : values.entrySet()) {
        pairs[next++] = entry.getKey();
        pairs[next++] = entry.getValue();
      }
      return ofSorted(pairs);
    }
  }
}
