package dev.tocsin.sdk.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// JSON of the ops surface's endpoints: answers, problems, bodies of requests.
public final class OpsJson {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double MILLIS_PER_SECOND = 1_000;

  private OpsJson() {}

  /// An answer with the fields in the map's order.
  public static OpsResponse answer(int status, Map<String, ?> fields) {
    return OpsResponse.json(status, text(fields));
  }

  /// A problem: `{"status":"error","message":…,"errors":[…]}`.
  ///
  /// @param message what is wrong, where, and how to fix it
  public static OpsResponse problem(int status, String message) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("status", "error");
    fields.put("message", message);
    fields.put("errors", List.of(message));
    return answer(status, fields);
  }

  /// The body of a request; an empty body is an empty object.
  ///
  /// @throws IllegalArgumentException with a message fit for the caller, when it is no JSON object
  public static ObjectNode object(String body) {
    if (body.isBlank()) {
      return MAPPER.createObjectNode();
    }
    try {
      JsonNode node = MAPPER.readTree(body);
      if (node instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "The body is not JSON: " + e.getOriginalMessage() + ".", e);
    }
    throw new IllegalArgumentException("The body must be a JSON object, such as {\"limit\": 10}.");
  }

  /// A whole number out of the query.
  ///
  /// @throws IllegalArgumentException with a message fit for the caller, when it is not in the
  ///   range
  public static int number(OpsRequest request, String name, int preset, int least, int most) {
    String text = request.parameter(name).orElse(String.valueOf(preset));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The message below is for this case too.
    }
    throw new IllegalArgumentException(
        "'" + name + "' must be a whole number from " + least + " to " + most + ".");
  }

  /// A duration as JSON has it here: seconds, with fractions.
  public static double seconds(Duration duration) {
    return (double) duration.toMillis() / MILLIS_PER_SECOND;
  }

  private static String text(Map<String, ?> fields) {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("BUG: an answer cannot be written as JSON", e);
    }
  }
}
