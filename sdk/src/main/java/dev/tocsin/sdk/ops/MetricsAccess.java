package dev.tocsin.sdk.ops;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// Whether metrics are served, and to whom. The token is never printed.
public final class MetricsAccess {

  private static final String SCHEME = "Bearer ";

  private final boolean enabled;
  private final byte @Nullable [] token;

  private MetricsAccess(boolean enabled, @Nullable String token) {
    this.enabled = enabled;
    this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
  }

  /// Not served at all.
  public static MetricsAccess disabled() {
    return new MetricsAccess(false, null);
  }

  /// Served to everybody who can reach the port; restrict that by network.
  public static MetricsAccess open() {
    return new MetricsAccess(true, null);
  }

  /// Served to who knows the token.
  public static MetricsAccess withToken(String token) {
    if (token.isBlank()) {
      throw new IllegalArgumentException(
          "The metrics token is blank; set a token or remove the setting.");
    }
    return new MetricsAccess(true, token);
  }

  boolean enabled() {
    return enabled;
  }

  /// Compares in constant time, so that the answer does not tell how much of a token was right.
  boolean admits(@Nullable String authorization) {
    byte[] expected = token;
    if (expected == null) {
      return true;
    }
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    String presented = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(expected, presented.getBytes(StandardCharsets.UTF_8));
  }
}
