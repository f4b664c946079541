package dev.tocsin.sdk.ops;

import java.util.HashMap;
import java.util.Map;

/// A whole answer, ready to be sent as UTF-8.
///
/// @param headers further headers beside `Content-Type`
public record OpsResponse(
    int status, String contentType, Map<String, String> headers, String body) {

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final Map<String, String> NOT_STORED = Map.of("Cache-Control", "no-store");

  public OpsResponse {
    headers = Map.copyOf(headers);
  }

  /// JSON, not to be stored by caches.
  public static OpsResponse json(int status, String body) {
    return new OpsResponse(status, JSON, NOT_STORED, body);
  }

  /// Plain text, not to be stored by caches.
  public static OpsResponse text(int status, String body) {
    return new OpsResponse(status, TEXT, NOT_STORED, body);
  }

  static OpsResponse metrics(String contentType, String body) {
    return new OpsResponse(200, contentType, NOT_STORED, body);
  }

  static OpsResponse unauthorized(String realm) {
    return refused(
        401,
        Map.of("WWW-Authenticate", "Bearer realm=\"" + realm + "\""),
        "This surface needs the header 'Authorization: Bearer <token>'.\n");
  }

  /// @param allowed the methods that the path takes, separated by commas
  static OpsResponse methodNotAllowed(String allowed) {
    return refused(405, Map.of("Allow", allowed), "This path takes " + allowed + " only.\n");
  }

  private static OpsResponse refused(int status, Map<String, String> headers, String body) {
    Map<String, String> all = new HashMap<>(NOT_STORED);
    all.putAll(headers);
    return new OpsResponse(status, TEXT, all, body);
  }
}
