package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The inlet for events as PagerDuty's Events API v2 has it.
///
/// Source: PagerDuty's documentation of the Events API v2.
final class PagerDutyEvents implements StandIn {
  private static final String PATH = "/pagerduty/v2/enqueue";
  private static final int ROUTING_KEY_CHARACTERS = 32;
  private static final int MAXIMUM_DEDUP_KEY_CHARACTERS = 255;
  private static final int MAXIMUM_SUMMARY_CHARACTERS = 1_024;
  private static final Set<String> ACTIONS = Set.of("trigger", "acknowledge", "resolve");
  private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");

  private final Identifiers identifiers;

  PagerDutyEvents(Identifiers identifiers) {
    this.identifiers = identifiers;
  }

  @Override
  public Service service() {
    return Service.PAGERDUTY;
  }

  @Override
  public Response answer(Request request) {
    if (!request.path().equals(PATH)) {
      return invalid(404, "Not Found", List.of("post events to " + PATH));
    }
    if (!request.method().equals("POST")) {
      return invalid(405, "Method Not Allowed", List.of("use POST")).with("Allow", "POST");
    }
    var parsed = Json.parse(request.body()).filter(JsonNode::isObject);
    if (parsed.isEmpty()) {
      return invalid(400, "Event object is invalid", List.of("JSON cannot be parsed"));
    }
    JsonNode event = parsed.get();
    List<String> errors = errors(event);
    if (!errors.isEmpty()) {
      return invalid(400, "Event object is invalid", errors);
    }
    String given = event.path("dedup_key").asText();
    ObjectNode success = Json.object().put("status", "success").put("message", "Event processed");
    return Response.json(
        202, success.put("dedup_key", given.isEmpty() ? identifiers.hex(32) : given));
  }

  private static List<String> errors(JsonNode event) {
    var errors = new ArrayList<String>();
    JsonNode routingKey = event.path("routing_key");
    if (!routingKey.isTextual() || routingKey.asText().isBlank()) {
      errors.add("'routing_key' is missing or blank");
    } else if (routingKey.asText().length() != ROUTING_KEY_CHARACTERS) {
      errors.add("'routing_key' must be 32 characters");
    }
    String action = event.path("event_action").asText();
    if (!ACTIONS.contains(action)) {
      errors.add("'event_action' must be one of trigger, acknowledge, resolve");
    }
    JsonNode dedupKey = event.path("dedup_key");
    if (!dedupKey.isMissingNode() && !dedupKey.isNull() && !dedupKey.isTextual()) {
      errors.add("'dedup_key' must be a string");
    } else if (dedupKey.asText().length() > MAXIMUM_DEDUP_KEY_CHARACTERS) {
      errors.add("'dedup_key' must be at most 255 characters");
    }
    if (action.equals("trigger")) {
      addPayloadErrors(event.path("payload"), errors);
    } else if (ACTIONS.contains(action) && dedupKey.asText().isBlank()) {
      errors.add("'dedup_key' is missing or blank");
    }
    return errors;
  }

  private static void addPayloadErrors(JsonNode payload, List<String> errors) {
    if (!payload.isObject()) {
      errors.add("'payload' is missing or is not an object");
      return;
    }
    for (String name : List.of("summary", "source")) {
      JsonNode value = payload.path(name);
      if (!value.isTextual() || value.asText().isBlank()) {
        errors.add("'payload.%s' is missing or blank".formatted(name));
      }
    }
    if (payload.path("summary").asText().length() > MAXIMUM_SUMMARY_CHARACTERS) {
      errors.add("'payload.summary' must be at most 1024 characters");
    }
    if (!SEVERITIES.contains(payload.path("severity").asText())) {
      errors.add("'payload.severity' must be one of critical, error, warning, info");
    }
  }

  private static Response invalid(int status, String message, List<String> errors) {
    ObjectNode body = Json.object().put("status", "invalid event").put("message", message);
    errors.forEach(body.putArray("errors")::add);
    return Response.json(status, body);
  }

  @Override
  public Response failure(int status) {
    ObjectNode body = Json.object().put("status", "error");
    return Response.json(status, body.put("message", "Internal Server Error"));
  }

  @Override
  public Response rateLimited() {
    ObjectNode body = Json.object().put("status", "throttle exceeded");
    return Response.json(
        429,
        body.put(
            "message", "Requests for this service are arriving too quickly. Please retry later."));
  }
}
