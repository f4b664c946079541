package dev.tocsin.marketplace.admin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.stereotype.Component;

/// Checks the admin token, and the cookie that a browser gets for it.
///
/// The cookie is an HMAC of the token under a key of this process, so it tells nothing about the
/// token and ends with the process. All comparisons take the same time for right and wrong.
@Component
class AdminKeys {
  private static final int KEY_BYTES = 32;

  private final AdminOptions options;
  private final byte[] processKey = new byte[KEY_BYTES];

  AdminKeys(AdminOptions options) {
    this.options = options;
    new SecureRandom().nextBytes(processKey);
  }

  boolean isSet() {
    return !options.token().isEmpty();
  }

  boolean isToken(String candidate) {
    return isSet() && MessageDigest.isEqual(hmac(candidate), hmac(options.token()));
  }

  boolean isCookie(String candidate) {
    return isSet() && MessageDigest.isEqual(bytes(candidate), bytes(cookie()));
  }

  String cookie() {
    return HexFormat.of().formatHex(hmac(options.token()));
  }

  private byte[] hmac(String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(processKey, "HmacSHA256"));
      return mac.doFinal(bytes(text));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("BUG: this JDK lacks HmacSHA256", exception);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
