package dev.tocsin.sdk.ops;

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

  static OpsResponse unauthorized() {
    Map<String, String> headers =
        Map.of("Cache-Control", "no-store", "WWW-Authenticate", "Bearer realm=\"metrics\"");
    return new OpsResponse(
        401, TEXT, headers, "This surface needs the header 'Authorization: Bearer <token>'.\n");
  }
}
