package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;

/// An incoming webhook as Slack has them: `ok` in plain text, or the name of the mistake.
///
/// Source: Slack's documentation of incoming webhooks and of their errors.
final class SlackWebhook implements StandIn {
  private static final Pattern PATH = Pattern.compile("/slack/services/[^/]+/[^/]+/[^/]+");
  private static final int MAXIMUM_TEXT_CHARACTERS = 40_000;
  private static final int MAXIMUM_BLOCKS = 50;

  @Override
  public Service service() {
    return Service.SLACK;
  }

  @Override
  public Response answer(Request request) {
    if (!PATH.matcher(request.path()).matches()) {
      return Response.text(404, "no_service");
    }
    if (!request.method().equals("POST")) {
      return Response.text(405, "method_not_allowed").with("Allow", "POST");
    }
    Optional<JsonNode> payload = payload(request).filter(JsonNode::isObject);
    return payload.map(SlackWebhook::verdict).orElse(Response.text(400, "invalid_payload"));
  }

  /// The JSON is the body itself or the form field `payload`.
  private static Optional<JsonNode> payload(Request request) {
    boolean form =
        request.header("Content-Type").orElse("").startsWith("application/x-www-form-urlencoded");
    return form
        ? Form.parse(request.body()).flatMap(fields -> fields.text("payload")).flatMap(Json::parse)
        : Json.parse(request.body());
  }

  private static Response verdict(JsonNode payload) {
    JsonNode text = payload.path("text");
    JsonNode blocks = payload.path("blocks");
    if (!text.isMissingNode() && !text.isTextual()) {
      return Response.text(400, "invalid_payload");
    }
    if (!blocks.isMissingNode() && !validBlocks(blocks)) {
      return Response.text(400, "invalid_blocks");
    }
    if (text.asText().isBlank() && blocks.isEmpty() && payload.path("attachments").isEmpty()) {
      return Response.text(400, "no_text");
    }
    if (text.asText().length() > MAXIMUM_TEXT_CHARACTERS) {
      return Response.text(400, "msg_too_long");
    }
    return Response.text(200, "ok");
  }

  private static boolean validBlocks(JsonNode blocks) {
    if (!blocks.isArray() || blocks.size() > MAXIMUM_BLOCKS) {
      return false;
    }
    for (JsonNode block : blocks) {
      if (!block.path("type").isTextual()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Response failure(int status) {
    return Response.text(status, "rollup_error");
  }

  @Override
  public Response rateLimited() {
    return Response.text(429, "rate_limited");
  }
}
