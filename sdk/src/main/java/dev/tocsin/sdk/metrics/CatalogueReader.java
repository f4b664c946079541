package dev.tocsin.sdk.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads the catalogue from JSON, token by token: every start does it, and binding JSON to objects
/// would load some four hundred classes that nothing else needs by then.
final class CatalogueReader {

  private final JsonParser json;

  private CatalogueReader(JsonParser json) {
    this.json = json;
  }

  /// The entries in their order.
  ///
  /// @throws IOException if the text is not the JSON of a catalogue
  static List<CatalogueEntry> entries(InputStream text) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      CatalogueReader reader = new CatalogueReader(parser);
      List<CatalogueEntry> entries = new ArrayList<>();
      parser.nextToken();
      reader.eachField(
          field -> {
            if (field.equals("metrics")) {
              reader.eachElement(() -> entries.add(reader.entry()));
            } else {
              parser.skipChildren();
            }
          });
      return entries;
    }
  }

  private CatalogueEntry entry() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    List<String> labels = new ArrayList<>();
    Map<String, List<String>> vocabularies = new LinkedHashMap<>();
    List<Double> buckets = new ArrayList<>();
    eachField(
        field -> {
          switch (field) {
            case "labels" -> eachElement(() -> label(labels, vocabularies));
            case "buckets" -> eachElement(() -> buckets.add(json.getDoubleValue()));
            default -> keepText(field, texts);
          }
        });
    MetricKind kind = MetricKind.valueOf(text(texts, "type").toUpperCase(Locale.ROOT));
    return new CatalogueEntry(
        new MetricDefinition(text(texts, "name"), kind, text(texts, "help"), labels, buckets),
        vocabularies,
        text(texts, "unit"),
        text(texts, "area"),
        text(texts, "owner"));
  }

  private static String text(Map<String, String> texts, String field) {
    return texts.getOrDefault(field, "");
  }

  private void label(List<String> labels, Map<String, List<String>> vocabularies)
      throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    List<String> values = new ArrayList<>();
    eachField(
        field -> {
          if (field.equals("values")) {
            eachElement(() -> values.add(json.getText()));
          } else {
            keepText(field, texts);
          }
        });
    String name = text(texts, "name");
    labels.add(name);
    if (!values.isEmpty()) {
      vocabularies.put(name, values);
    }
  }

  private void keepText(String field, Map<String, String> texts) throws IOException {
    texts.put(field, json.getText());
    json.skipChildren();
  }

  /// Calls the step with each field's name while the parser stands at its value.
  private void eachField(FieldStep step) throws IOException {
    require(JsonToken.START_OBJECT);
    for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
      json.nextToken();
      step.at(field);
    }
  }

  /// Calls the step while the parser stands at each element.
  private void eachElement(ElementStep step) throws IOException {
    require(JsonToken.START_ARRAY);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      step.run();
    }
  }

  private void require(JsonToken token) throws IOException {
    if (!json.hasToken(token)) {
      throw new IOException(
          "The catalogue has no " + token + " at " + json.currentLocation().offsetDescription());
    }
  }

  private interface FieldStep {
    void at(String field) throws IOException;
  }

  private interface ElementStep {
    void run() throws IOException;
  }
}
