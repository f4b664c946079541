package dev.tocsin.sdk.metrics;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The series of one metric, one per set of label values, never more than the limit. A label set
/// that would go over it is recorded under `other` in every label, so sums stay right while memory
/// stays bounded.
final class SeriesSet<M> {

  static final String OVERFLOW = "other";
  private static final String EMPTY = "none";
  private static final int MAX_LABEL_VALUE_LENGTH = 120;

  private final MetricDefinition definition;
  private final int seriesLimit;
  private final Runnable overLimit;
  private final Function<Tags, M> create;
  private final Map<List<String>, M> series = new ConcurrentHashMap<>();
  private final List<String> overflowValues;

  SeriesSet(
      MetricDefinition definition, int seriesLimit, Runnable overLimit, Function<Tags, M> create) {
    this.definition = definition;
    this.seriesLimit = seriesLimit;
    this.overLimit = overLimit;
    this.create = create;
    this.overflowValues = Collections.nCopies(definition.labels().size(), OVERFLOW);
  }

  M at(String... labelValues) {
    List<String> values = clean(labelValues);
    M known = series.get(values);
    return known != null ? known : admit(values);
  }

  private synchronized M admit(List<String> values) {
    M known = series.get(values);
    if (known != null) {
      return known;
    }
    if (series.size() < seriesLimit) {
      return add(values);
    }
    overLimit.run();
    M overflow = series.get(overflowValues);
    return overflow != null ? overflow : add(overflowValues);
  }

  private M add(List<String> values) {
    List<Tag> tags = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      tags.add(Tag.of(definition.labels().get(i), values.get(i)));
    }
    M created = create.apply(Tags.of(tags));
    series.put(values, created);
    return created;
  }

  private List<String> clean(String... labelValues) {
    if (labelValues.length != definition.labels().size()) {
      throw new IllegalArgumentException(
          "Metric "
              + definition.name()
              + " has labels "
              + definition.labels()
              + ", but "
              + labelValues.length
              + " values were given.");
    }
    String[] cleaned = new String[labelValues.length];
    for (int i = 0; i < cleaned.length; i++) {
      cleaned[i] = clean(labelValues[i]);
    }
    return List.of(cleaned);
  }

  private static String clean(String value) {
    if (value.isBlank()) {
      return EMPTY;
    }
    return value.length() <= MAX_LABEL_VALUE_LENGTH
        ? value
        : value.substring(0, MAX_LABEL_VALUE_LENGTH);
  }
}
