package dev.tocsin.sdk.redact;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Copies one value of any type without its secrets. Values may hold themselves, change meanwhile
/// or fail to print: a copy visits a limited number of elements and never throws.
final class ValueRedaction {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_ELEMENTS = 1000;

  private final SensitiveKeys keys;
  private final UnaryOperator<String> text;
  private int visited;

  /// @param text redacts what an element prints
  ValueRedaction(SensitiveKeys keys, UnaryOperator<String> text) {
    this.keys = keys;
    this.text = text;
  }

  @Nullable Object value(@Nullable Object value) {
    try {
      return value(value, 0);
    } catch (RuntimeException e) {
      return notShown(e);
    }
  }

  @Nullable Object field(String name, @Nullable Object value) {
    try {
      return field(name, value, 0);
    } catch (RuntimeException e) {
      return notShown(e);
    }
  }

  private static String notShown(RuntimeException failure) {
    return "[not shown: " + failure.getClass().getSimpleName() + "]";
  }

  private @Nullable Object value(@Nullable Object value, int depth) {
    if (value == null || value instanceof Boolean || value instanceof Throwable) {
      return value;
    }
    if (depth > MAX_DEPTH || ++visited > MAX_ELEMENTS) {
      return "[cut]";
    }
    if (value instanceof Map<?, ?> map) {
      return map(map, depth);
    }
    if (value instanceof Collection<?> values) {
      return list(values, depth);
    }
    return value instanceof Object[] values ? list(Arrays.asList(values), depth) : scalar(value);
  }

  private List<@Nullable Object> list(Collection<?> values, int depth) {
    List<@Nullable Object> clean = new ArrayList<>();
    for (Object each : values) {
      if (visited > MAX_ELEMENTS) {
        break;
      }
      clean.add(value(each, depth + 1));
    }
    return clean;
  }

  private Map<String, @Nullable Object> map(Map<?, ?> map, int depth) {
    Map<String, @Nullable Object> clean = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (visited > MAX_ELEMENTS) {
        break;
      }
      String name = String.valueOf(entry.getKey());
      clean.put(text.apply(name), field(name, entry.getValue(), depth + 1));
    }
    return clean;
  }

  private @Nullable Object field(String name, @Nullable Object value, int depth) {
    boolean harmless =
        value == null
            || value instanceof Boolean
            || (value instanceof Number && SensitiveKeys.countsTokens(name));
    return keys.contain(name) && !harmless ? Redactor.REDACTED : value(value, depth);
  }

  private Object scalar(Object value) {
    String printed = String.valueOf(value);
    String clean = text.apply(printed);
    return value instanceof Number && clean.equals(printed) ? value : clean;
  }
}
