package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/// A request that the payment provider refuses, in the words of its interface.
final class StripeProblem extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  static final String INVALID_REQUEST = "invalid_request_error";

  private final int status;
  private final transient ObjectNode error;

  private StripeProblem(int status, ObjectNode error) {
    super(error.path("message").asText());
    this.status = status;
    this.error = error;
  }

  static StripeProblem of(int status, String type, String message) {
    return new StripeProblem(status, Json.object().put("type", type).put("message", message));
  }

  /// A parameter that is missing or wrong.
  static StripeProblem parameter(String name, String code, String message) {
    var error = Json.object().put("type", INVALID_REQUEST).put("code", code).put("param", name);
    return new StripeProblem(400, error.put("message", message));
  }

  static StripeProblem missing(String name) {
    return parameter(name, "parameter_missing", "Missing required param: " + name + ".");
  }

  static StripeProblem unknownObject(String parameter, String kind, String id) {
    var error = Json.object().put("type", INVALID_REQUEST).put("code", "resource_missing");
    error.put("param", parameter).put("message", "No such %s: '%s'".formatted(kind, id));
    return new StripeProblem(404, error);
  }

  /// A state in which the request makes no sense.
  static StripeProblem unexpected(String code, String message) {
    var error = Json.object().put("type", INVALID_REQUEST).put("code", code);
    return new StripeProblem(400, error.put("message", message));
  }

  /// A card that the bank refused.
  static StripeProblem declined(Decline decline, PaymentIntent intent) {
    ObjectNode error = decline.toJson();
    error.set("payment_intent", intent.toJson());
    return new StripeProblem(402, error);
  }

  boolean isDecline() {
    return status == 402;
  }

  Response response() {
    return errorResponse(status, error);
  }

  static Response errorResponse(int status, ObjectNode error) {
    ObjectNode body = Json.object();
    body.set("error", error);
    return Response.json(status, body);
  }
}
