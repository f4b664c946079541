package dev.tocsin.sdk.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/// Shows the shape of a payload without its values: names and nesting stay, every value becomes
/// `***`. Text that is not JSON is only measured.
final class PayloadMask {

  private static final String MASK = "***";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private PayloadMask() {}

  static String mask(String payload) {
    try {
      JsonNode node = MAPPER.readTree(payload);
      if (node.isContainerNode()) {
        return masked(node).toString();
      }
    } catch (JsonProcessingException e) {
      // Not JSON: there are no names to show.
    }
    return "[" + payload.length() + " characters]";
  }

  private static JsonNode masked(JsonNode node) {
    if (node instanceof ObjectNode) {
      ObjectNode shape = MAPPER.createObjectNode();
      node.properties().forEach(entry -> shape.set(entry.getKey(), masked(entry.getValue())));
      return shape;
    }
    if (node instanceof ArrayNode) {
      ArrayNode shape = MAPPER.createArrayNode();
      node.forEach(element -> shape.add(masked(element)));
      return shape;
    }
    return TextNode.valueOf(MASK);
  }
}
