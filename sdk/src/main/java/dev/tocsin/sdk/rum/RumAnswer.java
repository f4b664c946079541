package dev.tocsin.sdk.rum;

import java.util.Map;

/// A whole answer of an HTTP server.
///
/// @param body empty with status 304
public record RumAnswer(int status, Map<String, String> headers, byte[] body) {

  public RumAnswer {
    headers = Map.copyOf(headers);
  }
}
