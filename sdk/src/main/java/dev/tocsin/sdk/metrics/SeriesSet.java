package dev.tocsin.sdk.metrics;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The series of one metric, one per set of label values, never more than the limit. A label set
/// that would go over it is recorded under `other` in every label, so sums stay right while memory
/// stays bounded. A value outside a label's vocabulary is `other` in that label.
///
/// Recording to a known series is a look-up by the values as they were given; only values that are
/// not found are cleaned, folded and perhaps admitted.
final class SeriesSet<M> {

  static final String OVERFLOW = "other";
  private static final String EMPTY = "none";
  private static final int MAX_LABEL_VALUE_LENGTH = 120;

  private final MetricDefinition definition;
  private final @Nullable Set<String>[] vocabularies;
  private final int seriesLimit;
  private final Runnable overLimit;
  private final Function<Tags, M> create;
  private final String[] overflowValues;
  private volatile SeriesTable<M> table = new SeriesTable<>();
  private volatile @Nullable M unlabelled;

  SeriesSet(
      MetricDefinition definition,
      Map<String, List<String>> vocabularies,
      int seriesLimit,
      Runnable overLimit,
      Function<Tags, M> create) {
    this.definition = definition;
    this.vocabularies = inOrder(definition, vocabularies);
    this.seriesLimit = seriesLimit;
    this.overLimit = overLimit;
    this.create = create;
    this.overflowValues = new String[definition.labels().size()];
    Arrays.fill(overflowValues, OVERFLOW);
  }

  M at(String... labelValues) {
    M known = labelValues.length == 0 ? unlabelled : table.find(labelValues);
    return known != null ? known : atCleaned(clean(labelValues));
  }

  /// Hands every series with its label values, in the order of the definition's labels.
  void forEach(BiConsumer<String[], M> visitor) {
    table.forEach(visitor);
  }

  private M atCleaned(String... values) {
    M known = table.find(values);
    if (known != null) {
      return known;
    }
    if (table.size() < seriesLimit) {
      return admit(values);
    }
    return overflow();
  }

  private synchronized M admit(String... values) {
    M known = table.find(values);
    if (known != null) {
      return known;
    }
    return table.size() < seriesLimit ? add(values) : overflow();
  }

  private M overflow() {
    overLimit.run();
    M known = table.find(overflowValues);
    return known != null ? known : addOverflow();
  }

  private synchronized M addOverflow() {
    M known = table.find(overflowValues);
    return known != null ? known : add(overflowValues);
  }

  private M add(String... values) {
    List<Tag> tags = new ArrayList<>(values.length);
    for (int i = 0; i < values.length; i++) {
      tags.add(Tag.of(definition.labels().get(i), values[i]));
    }
    M created = create.apply(Tags.of(tags));
    table = table.with(created, values);
    if (values.length == 0) {
      unlabelled = created;
    }
    return created;
  }

  private String[] clean(String... labelValues) {
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
      cleaned[i] = fold(clean(labelValues[i]), vocabularies[i]);
    }
    return cleaned;
  }

  private static String clean(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return EMPTY;
    }
    return value.length() <= MAX_LABEL_VALUE_LENGTH
        ? value
        : value.substring(0, MAX_LABEL_VALUE_LENGTH);
  }

  private static String fold(String value, @Nullable Set<String> vocabulary) {
    return vocabulary == null || vocabulary.contains(value) ? value : OVERFLOW;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static @Nullable Set<String>[] inOrder(
      MetricDefinition definition, Map<String, List<String>> vocabularies) {
    @Nullable Set<String>[] ordered = new Set[definition.labels().size()];
    for (int i = 0; i < ordered.length; i++) {
      List<String> values = vocabularies.get(definition.labels().get(i));
      ordered[i] = values == null ? null : Set.copyOf(values);
    }
    return ordered;
  }
}
