package dev.tocsin.marketplace.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Hashes passwords with PBKDF2-HMAC-SHA512. The text form is `pbkdf2$iterations$salt$hash` in hex.
final class Passwords {
  private static final int ITERATIONS = 210_000;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  /// Checked for unknown accounts, so that they take as long as known ones.
  private static final String NOBODY =
      "pbkdf2$" + ITERATIONS + "$" + "00".repeat(SALT_BYTES) + "$" + "00".repeat(HASH_BITS / 8);

  private final SecureRandom random = new SecureRandom();

  String hash(String password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    var hex = HexFormat.of();
    return "pbkdf2$%d$%s$%s"
        .formatted(
            ITERATIONS, hex.formatHex(salt), hex.formatHex(derive(password, salt, ITERATIONS)));
  }

  boolean matches(String password, String stored) {
    var parts = List.of(stored.split("\\$", -1));
    if (parts.size() != 4 || !parts.getFirst().equals("pbkdf2")) {
      throw new IllegalStateException("BUG: a stored password hash has an unknown form");
    }
    var hex = HexFormat.of();
    var actual = derive(password, hex.parseHex(parts.get(2)), Integer.parseInt(parts.get(1)));
    return MessageDigest.isEqual(actual, hex.parseHex(parts.get(3)));
  }

  void burn(String password) {
    matches(password, NOBODY);
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("BUG: this JDK lacks PBKDF2", exception);
    } finally {
      spec.clearPassword();
    }
  }
}
