package dev.tocsin.sdk.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A value as JSON has it. Details come from indicators of the application as well, and one value
/// that cannot be written must not cost the whole report: it is shown as its text.
final class PlainValue {

  private static final int MAX_DEPTH = 8;

  private PlainValue() {}

  static @Nullable Object of(@Nullable Object value) {
    return of(value, MAX_DEPTH);
  }

  private static @Nullable Object of(@Nullable Object value, int depth) {
    if (value == null || value instanceof Number || value instanceof Boolean) {
      return value;
    }
    if (depth > 0 && value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      map.forEach((key, entry) -> plain.put(String.valueOf(key), of(entry, depth - 1)));
      return plain;
    }
    if (depth > 0 && value instanceof Collection<?> items) {
      return items.stream().map(item -> of(item, depth - 1)).toList();
    }
    return value.toString();
  }
}
