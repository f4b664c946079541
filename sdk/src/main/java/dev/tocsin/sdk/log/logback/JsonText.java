package dev.tocsin.sdk.log.logback;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/// Appends fields to a JSON object. Nearly all of them are short texts without anything to escape,
/// which are copied as they are; everything else is left to Jackson.
final class JsonText {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonStringEncoder ESCAPES = JsonStringEncoder.getInstance();

  private JsonText() {}

  /// Behind a field that is there already.
  static void field(StringBuilder json, String name, @Nullable Object value) {
    json.append(',');
    text(json, name);
    json.append(':');
    value(json, value);
  }

  private static void value(StringBuilder json, @Nullable Object value) {
    if (value instanceof String text) {
      text(json, text);
    } else if (value == null || value instanceof Boolean || isWhole(value)) {
      json.append(value);
    } else if (value instanceof Double number && Double.isFinite(number)) {
      json.append(number.doubleValue());
    } else if (value instanceof Throwable failure) {
      text(json, failure.getClass().getName());
    } else {
      json.append(written(value));
    }
  }

  private static boolean isWhole(Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static void text(StringBuilder json, String text) {
    json.append('"');
    if (isPlain(text)) {
      json.append(text);
    } else {
      ESCAPES.quoteAsString(text, json);
    }
    json.append('"');
  }

  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String written(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: a value that was made printable cannot be", e);
    }
  }
}
