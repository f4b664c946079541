package dev.tocsin.sdk.ops;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/// A secret that a caller must present; never printed.
final class BearerToken {

  private static final String SCHEME = "Bearer ";

  private final byte[] expected;

  /// @param what names the token in the message when it is blank
  BearerToken(String token, String what) {
    if (token.isBlank()) {
      throw new IllegalArgumentException(
          "The " + what + " token is blank; set a token or remove the setting.");
    }
    this.expected = token.getBytes(StandardCharsets.UTF_8);
  }

  /// Compares in constant time, so that the answer does not tell how much of a token was right.
  boolean admits(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    String presented = authorization.substring(SCHEME.length()).strip();
    return MessageDigest.isEqual(expected, presented.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "BearerToken[hidden]";
  }
}
