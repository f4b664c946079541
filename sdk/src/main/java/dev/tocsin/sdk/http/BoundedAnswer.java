package dev.tocsin.sdk.http;

import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/// An answer with as much of its body as was wanted.
///
/// @param body its beginning
/// @param whole whether that is all of it
public record BoundedAnswer(int status, HttpHeaders headers, byte[] body, boolean whole) {

  /// The body as UTF-8. A character that the limit cut is replaced.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
