package dev.tocsin.sdk.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every metric of the contract, read once from `catalogue.json` beside this class. Recorders take
/// name, help, labels and buckets from here, so they cannot differ from what the file promises.
public final class Catalogue {

  private static final String FILE = "catalogue.json";

  private final Map<String, CatalogueEntry> entries;

  private Catalogue(Map<String, CatalogueEntry> entries) {
    this.entries = entries;
  }

  /// The catalogue that ships with the SDK.
  public static Catalogue shipped() {
    return Shipped.CATALOGUE;
  }

  /// The entry of this name, if the contract has it.
  public Optional<CatalogueEntry> find(String name) {
    return Optional.ofNullable(entries.get(name));
  }

  /// All entries in the order of the file.
  public Collection<CatalogueEntry> entries() {
    return entries.values();
  }

  MetricDefinition definition(String name, MetricKind kind) {
    MetricDefinition definition =
        find(name)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "The catalogue has no metric "
                            + name
                            + ". Declare a metric of your own with its help and labels."))
            .definition();
    if (definition.kind() != kind) {
      throw new IllegalArgumentException(
          "The catalogue has " + name + " as " + definition.kind() + ", not as " + kind + ".");
    }
    return definition;
  }

  static Catalogue read(InputStream json) throws IOException {
    Map<String, CatalogueEntry> entries = new LinkedHashMap<>();
    for (JsonNode metric : new ObjectMapper().readTree(json).path("metrics")) {
      CatalogueEntry entry = entry(metric);
      if (entries.put(entry.definition().name(), entry) != null) {
        throw new IllegalArgumentException(
            FILE + " has " + entry.definition().name() + " twice; remove one.");
      }
    }
    return new Catalogue(entries);
  }

  private static CatalogueEntry entry(JsonNode metric) {
    List<String> labels = new ArrayList<>();
    Map<String, List<String>> vocabularies = new LinkedHashMap<>();
    for (JsonNode label : metric.path("labels")) {
      String name = label.path("name").asText();
      labels.add(name);
      List<String> values = new ArrayList<>();
      label.path("values").forEach(value -> values.add(value.asText()));
      if (!values.isEmpty()) {
        vocabularies.put(name, values);
      }
    }
    List<Double> buckets = new ArrayList<>();
    metric.path("buckets").forEach(bucket -> buckets.add(bucket.asDouble()));
    MetricKind kind = MetricKind.valueOf(metric.path("type").asText().toUpperCase(Locale.ROOT));
    MetricDefinition definition =
        new MetricDefinition(
            metric.path("name").asText(), kind, metric.path("help").asText(), labels, buckets);
    return new CatalogueEntry(
        definition,
        vocabularies,
        metric.path("unit").asText(),
        metric.path("area").asText(),
        metric.path("owner").asText());
  }

  private static final class Shipped {

    static final Catalogue CATALOGUE = load();

    private static Catalogue load() {
      try (InputStream file = Catalogue.class.getResourceAsStream(FILE)) {
        if (file == null) {
          throw new IllegalStateException("BUG: " + FILE + " is not in the jar");
        }
        return read(file);
      } catch (IOException e) {
        throw new UncheckedIOException("BUG: " + FILE + " cannot be read", e);
      }
    }
  }
}
