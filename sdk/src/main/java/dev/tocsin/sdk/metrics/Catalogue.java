package dev.tocsin.sdk.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.LinkedHashMap;
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
    for (CatalogueEntry entry : CatalogueReader.entries(json)) {
      if (entries.put(entry.definition().name(), entry) != null) {
        throw new IllegalArgumentException(
            FILE + " has " + entry.definition().name() + " twice; remove one.");
      }
    }
    return new Catalogue(entries);
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
