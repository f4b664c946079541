package dev.tocsin.sdk.ops;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A path whose segments are text or `{variable}`.
final class PathPattern {

  private final List<String> segments;

  PathPattern(String text) {
    if (!text.startsWith("/") || text.contains("//")) {
      throw new IllegalArgumentException(
          "The path '" + text + "' must start with a slash and have no empty segment.");
    }
    segments = List.of(text.split("/", -1));
  }

  /// The decoded values of the variables, or nothing when the path is another one.
  ///
  /// @throws IllegalArgumentException when a value is encoded wrongly
  Optional<Map<String, String>> match(String path) {
    String[] asked = path.split("/", -1);
    if (asked.length != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> variables = new LinkedHashMap<>();
    for (int i = 0; i < asked.length; i++) {
      String segment = segments.get(i);
      if (segment.startsWith("{") && !asked[i].isEmpty()) {
        variables.put(segment.substring(1, segment.length() - 1), asked[i]);
      } else if (!segment.equals(asked[i])) {
        return Optional.empty();
      }
    }
    variables.replaceAll((name, value) -> decode(value.replace("+", "%2B")));
    return Optional.of(variables);
  }

  /// @throws IllegalArgumentException when the text is encoded wrongly
  static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
