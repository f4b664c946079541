package dev.tocsin.server.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// Hashes passwords with PBKDF2 and HMAC-SHA256, slow on purpose.
///
/// The stored text is `pbkdf2-sha256$iterations$salt$hash`, so that the cost can be raised without
/// losing old hashes. Source: RFC 8018; the cost is what OWASP asks for.
final class Passwords {
  static final int LEAST_LENGTH = 10;
  static final int MOST_LENGTH = 200;

  private static final String SCHEME = "pbkdf2-sha256";
  static final int ITERATIONS = 600_000;

  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;
  private static final String GENERATED_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int GENERATED_LENGTH = 20;

  /// Hashing takes a core for a while; more at once would let sign-ins starve everything else.
  private final Semaphore turns = new Semaphore(1);

  private final SecureRandom random = new SecureRandom();

  private final int iterations;

  Passwords(int iterations) {
    this.iterations = iterations;
  }

  /// A password that nobody has to invent: 100 bits, in letters that are not mistaken for others.
  String generate() {
    var text = new StringBuilder();
    for (int i = 0; i < GENERATED_LENGTH; i++) {
      if (i > 0 && i % 5 == 0) {
        text.append('-');
      }
      text.append(GENERATED_ALPHABET.charAt(random.nextInt(GENERATED_ALPHABET.length())));
    }
    return text.toString();
  }

  String hash(String password) {
    var salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    var encoder = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        SCHEME,
        Integer.toString(iterations),
        encoder.encodeToString(salt),
        encoder.encodeToString(derive(password, salt, iterations)));
  }

  boolean matches(String password, String stored) {
    var parts = stored.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(SCHEME)) {
      throw new IllegalStateException("stored password hash has an unknown form");
    }
    var decoder = Base64.getDecoder();
    var salt = decoder.decode(parts[2]);
    var actual = derive(password, salt, Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(actual, decoder.decode(parts[3]));
  }

  private byte[] derive(String password, byte[] salt, int iterations) {
    turns.acquireUninterruptibly();
    try {
      var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot hash passwords", e);
    } finally {
      turns.release();
    }
  }
}
