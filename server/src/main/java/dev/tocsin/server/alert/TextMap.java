package dev.tocsin.server.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;

/// A mapping of texts as it stands in a column: JSON, sorted by name.
final class TextMap {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<TreeMap<String, String>> TYPE = new TypeReference<>() {};

  private TextMap() {}

  static String write(Map<String, String> texts) {
    try {
      return MAPPER.writeValueAsString(new TreeMap<>(texts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: texts that cannot be written as JSON", e);
    }
  }

  static Map<String, String> read(String json) {
    try {
      return MAPPER.readValue(json, TYPE);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a stored mapping is damaged: " + e.getOriginalMessage(), e);
    }
  }
}
