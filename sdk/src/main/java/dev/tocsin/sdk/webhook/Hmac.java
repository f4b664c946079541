package dev.tocsin.sdk.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA256 over a prefix and a body, and comparison in constant time.
final class Hmac {

  private static final String ALGORITHM = "HmacSHA256";

  private Hmac() {}

  static byte[] sign(byte[] key, String prefix, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      mac.update(prefix.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BUG: this JDK lacks " + ALGORITHM, e);
    }
  }

  /// Compares each with each, without stopping at the first that fits.
  static boolean anyMatches(List<byte[]> given, List<byte[]> expected) {
    boolean matches = false;
    for (byte[] one : given) {
      for (byte[] other : expected) {
        matches |= MessageDigest.isEqual(one, other);
      }
    }
    return matches;
  }
}
