package dev.tocsin.server.http;

import dev.tocsin.sdk.correlation.CorrelationIds;
import io.helidon.webserver.http.ServerResponse;

/// Headers that every response carries.
final class SecurityHeaders {
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; font-src 'self'; manifest-src 'self'; form-action 'self'; "
          + "base-uri 'none'; frame-ancestors 'none'";

  private final boolean secure;

  SecurityHeaders(boolean secure) {
    this.secure = secure;
  }

  void apply(ServerResponse response, Request.Incoming incoming) {
    response.header("Content-Security-Policy", CONTENT_POLICY);
    response.header("X-Content-Type-Options", "nosniff");
    response.header("Referrer-Policy", "same-origin");
    response.header("Cross-Origin-Opener-Policy", "same-origin");
    response.header("Cross-Origin-Resource-Policy", "same-origin");
    response.header(CorrelationIds.CORRELATION_HEADER, incoming.ids().correlationId());
    response.header(CorrelationIds.REQUEST_HEADER, incoming.ids().requestId());
    if (secure) {
      response.header("Strict-Transport-Security", "max-age=31536000");
    }
  }
}
