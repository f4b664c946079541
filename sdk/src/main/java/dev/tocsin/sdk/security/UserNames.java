package dev.tocsin.sdk.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// How users are named in events. Names are trimmed and lower-cased first, so that `Ann` and `ann `
/// are one account to an attacker and to us.
public final class UserNames {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 12;
  private static final int MAX_NAME = 1_000;

  private final @Nullable SecretKeySpec key;

  private UserNames(@Nullable SecretKeySpec key) {
    this.key = key;
  }

  /// As they are.
  public static UserNames plain() {
    return new UserNames(null);
  }

  /// As `u-` and 24 hexadecimal digits of HMAC-SHA-256. People type passwords into the field of the
  /// name, so this is the default.
  ///
  /// @param secret the key; the same in all replicas, or their events cannot be joined
  public static UserNames hashed(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("The key for hashing user names must not be empty.");
    }
    return new UserNames(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
  }

  /// The name in events, to look a user up in the log.
  public String of(@Nullable String user) {
    if (user == null || user.isBlank()) {
      return "anonymous";
    }
    String cut = user.length() <= MAX_NAME ? user : user.substring(0, MAX_NAME);
    String name = cut.strip().toLowerCase(Locale.ROOT);
    return key == null ? name : "u-" + hash(key, name);
  }

  private static String hash(SecretKeySpec key, String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("BUG: every Java has " + ALGORITHM, e);
    }
  }
}
