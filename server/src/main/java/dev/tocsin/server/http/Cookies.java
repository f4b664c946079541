package dev.tocsin.server.http;

import java.time.Duration;

/// The session cookie: unreadable for scripts, not sent along with other sites' forms.
public final class Cookies {
  public static final String SESSION = "tocsin_session";

  private final String attributes;

  public Cookies(HttpOptions options) {
    attributes = "; Path=/; HttpOnly; SameSite=Lax" + (options.isSecure() ? "; Secure" : "");
  }

  /// The header value that sets the session.
  public String session(String token, Duration lifetime) {
    return SESSION + "=" + token + "; Max-Age=" + lifetime.toSeconds() + attributes;
  }

  /// The header value that ends the session.
  public String ended() {
    return SESSION + "=; Max-Age=0" + attributes;
  }
}
