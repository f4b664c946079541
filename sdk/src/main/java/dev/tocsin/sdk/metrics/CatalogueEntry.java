package dev.tocsin.sdk.metrics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the catalogue says of one metric.
///
/// @param vocabularies the values that a label may have, for labels with a fixed set; any other
///   value is recorded as `other`. A label without a vocabulary is bounded by the series limit only
/// @param unit what the value counts: `seconds`, `bytes`, `orders`, `boolean`
/// @param area what the metric tells about: `payment`, `database`
/// @param owner the module that fills it
public record CatalogueEntry(
    MetricDefinition definition,
    Map<String, List<String>> vocabularies,
    String unit,
    String area,
    String owner) {

  public CatalogueEntry {
    Map<String, List<String>> copies = new LinkedHashMap<>();
    vocabularies.forEach((label, values) -> copies.put(label, List.copyOf(values)));
    vocabularies = Map.copyOf(copies);
  }
}
