package dev.tocsin.server.database;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Lists and mappings as the JSON text of a column, mappings sorted by name.
public final class JsonColumns {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};
  private static final TypeReference<TreeMap<String, String>> LABELS = new TypeReference<>() {};

  private JsonColumns() {}

  public static String write(Map<String, String> labels) {
    return write((Object) new TreeMap<>(labels));
  }

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalStateException("BUG: cannot be written as JSON: " + value.getClass(), e);
    }
  }

  public static List<String> texts(String json) {
    return read(json, TEXTS);
  }

  public static Map<String, String> labels(String json) {
    return read(json, LABELS);
  }

  /// A text of a mapping; empty if there is none, or if it is longer than it may be.
  public static String field(String json, String name, int lengthLimit) {
    try {
      var text = MAPPER.readTree(json).path(name).asText();
      return text.length() <= lengthLimit ? text : "";
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON is damaged: " + e.getOriginalMessage(), e);
    }
  }

  public static <T> T read(String json, Class<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON is damaged: " + e.getOriginalMessage(), e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MAPPER.readValue(json, type);
    } catch (JacksonException e) {
      throw new IllegalStateException("stored JSON is damaged: " + e.getOriginalMessage(), e);
    }
  }
}
