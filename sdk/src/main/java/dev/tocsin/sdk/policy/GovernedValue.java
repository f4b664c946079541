package dev.tocsin.sdk.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A value as JSON, and when two of them say the same: `PT24H` and `P1D` do, `0.5` and `0.50` do,
/// and the order of a list does not count.
final class GovernedValue {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private GovernedValue() {}

  static JsonNode of(@Nullable Object value) {
    if (value == null) {
      return NODES.nullNode();
    }
    if (value instanceof Boolean flag) {
      return NODES.booleanNode(flag);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof Collection<?> elements) {
      ArrayNode list = NODES.arrayNode();
      elements.forEach(element -> list.add(of(element)));
      return list;
    }
    return NODES.textNode(value.toString());
  }

  private static JsonNode number(Number number) {
    try {
      return NODES.numberNode(new BigDecimal(number.toString()));
    } catch (NumberFormatException e) {
      return NODES.textNode(number.toString());
    }
  }

  static boolean same(JsonNode governed, JsonNode effective) {
    return canonical(governed).equals(canonical(effective));
  }

  private static String canonical(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(canonical(element)));
      Collections.sort(elements);
      return elements.toString();
    }
    if (value.isNumber()) {
      return value.decimalValue().stripTrailingZeros().toPlainString();
    }
    return value.isTextual()
        ? duration(value.asText()).map(Duration::toString).orElseGet(value::toString)
        : value.toString();
  }

  private static Optional<Duration> duration(String text) {
    if (!text.startsWith("P")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
