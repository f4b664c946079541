package dev.tocsin.sdk.usage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong in the JSON of one key, with the place in it.
final class JsonProblems {

  static final int MAX_LENGTH = 256 * 1024;
  static final int MAX_ENTRIES = 1_000;
  private static final int MAX_PROBLEMS = 50;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final String key;
  private final List<String> found = new ArrayList<>();

  JsonProblems(String key) {
    this.key = key;
  }

  /// The tree, or a missing node with a problem.
  JsonNode read(String text) {
    if (text.length() > MAX_LENGTH) {
      add("", "has more than " + MAX_LENGTH + " characters; split or shorten it");
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      var place = e.getLocation();
      String at =
          place == null
              ? ""
              : " (line %d, column %d)".formatted(place.getLineNr(), place.getColumnNr());
      add("", "is not JSON" + at + "; write it as docs/usage.md shows");
      return MissingNode.getInstance();
    }
  }

  void add(String path, String problem) {
    if (found.size() < MAX_PROBLEMS) {
      found.add(key + (path.isEmpty() ? "" : ": " + path) + " " + problem + ".");
    }
  }

  boolean none() {
    return found.isEmpty();
  }

  List<String> found() {
    return List.copyOf(found);
  }
}
