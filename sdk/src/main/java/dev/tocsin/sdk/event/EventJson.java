package dev.tocsin.sdk.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The JSON of events: one line each in the spool, a batch on the wire.
final class EventJson {
  /// The most that one event may be.
  static final int EVENT_BYTES = 16 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private EventJson() {}

  /// @throws IllegalArgumentException if its data cannot be written or is too large
  static String line(Event event) {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", event.id());
    node.put("type", event.type());
    node.put("at", event.atMillis());
    Event.Alarm alarm = event.alarm();
    if (alarm != null) {
      node.put("key", alarm.key());
      node.put("severity", alarm.severity());
    }
    node.put("message", event.message());
    try {
      node.set("data", JSON.valueToTree(event.data()));
      String line = JSON.writeValueAsString(node);
      if (line.length() > EVENT_BYTES) {
        throw new IllegalArgumentException(
            "The event " + event.type() + " is larger than " + EVENT_BYTES + " characters.");
      }
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The event's data is no JSON: " + e.getOriginalMessage());
    }
  }

  /// @param told ids of alerts that a webhook has been told of already
  static String batch(String id, List<String> lines, Collection<String> told) {
    ArrayNode ids = JSON.createArrayNode();
    told.forEach(ids::add);
    return "{\"batchId\":\""
        + id
        + "\",\"toldDirectly\":"
        + ids
        + ",\"events\":["
        + String.join(",", lines)
        + "]}";
  }

  /// Why the server did not take single events of a batch that it took.
  static List<String> refusals(String answer) {
    List<String> reasons = new ArrayList<>();
    try {
      for (JsonNode refused : JSON.readTree(answer).path("data").path("refused")) {
        reasons.add(refused.path("reason").asText());
      }
    } catch (JsonProcessingException e) {
      // Some other server's answer, or none: then nothing is known to be refused.
    }
    return reasons;
  }

  static JsonNode read(String line) throws JsonProcessingException {
    return JSON.readTree(line);
  }
}
