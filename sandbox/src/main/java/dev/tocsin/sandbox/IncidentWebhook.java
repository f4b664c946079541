package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// The receiver of incident webhooks that a team runs itself: any JSON from a caller with a token.
final class IncidentWebhook implements StandIn {
  private final Service service;
  private final @Nullable String token;

  /// @param token the only token that is let in, or null when any will do
  IncidentWebhook(Service service, @Nullable String token) {
    this.service = service;
    this.token = token;
  }

  @Override
  public Service service() {
    return service;
  }

  @Override
  public Response answer(Request request) {
    if (!request.method().equals("POST")) {
      return error(405, "use POST").with("Allow", "POST");
    }
    var given = request.bearerToken();
    if (given.isEmpty()) {
      return error(401, "send a token: Authorization: Bearer <token>")
          .with("WWW-Authenticate", "Bearer");
    }
    if (token != null && !same(token, given.get())) {
      return error(401, "the bearer token is not the one that this webhook was started with")
          .with("WWW-Authenticate", "Bearer");
    }
    if (Json.parse(request.body()).isEmpty()) {
      return error(400, "the body must be one JSON value");
    }
    return Response.json(202, Json.object().put("status", "accepted"));
  }

  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private static Response error(int status, String message) {
    ObjectNode body = Json.object().put("status", "error").put("message", message);
    return Response.json(status, body);
  }

  @Override
  public Response failure(int status) {
    return error(status, "the receiver failed");
  }

  @Override
  public Response rateLimited() {
    return error(429, "too many requests");
  }
}
