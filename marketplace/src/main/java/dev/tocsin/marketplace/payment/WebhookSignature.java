package dev.tocsin.marketplace.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies `Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>]`, where each `v1` is the HMAC-SHA256
/// of `t.body`. Signatures are compared in constant time.
final class WebhookSignature {
  static final Duration TOLERANCE = Duration.ofMinutes(5);
  private static final int LONGEST_HEADER = 1024;
  private static final int SIGNATURE_CHARACTERS = 64;

  private final InstantSource clock;

  WebhookSignature(InstantSource clock) {
    this.clock = clock;
  }

  boolean isGenuine(@Nullable String header, String body, String secret) {
    if (header == null || header.length() > LONGEST_HEADER) {
      return false;
    }
    var timestamp = "";
    var genuine = false;
    var parts = List.of(header.split(",", -1));
    for (var part : parts) {
      if (part.strip().startsWith("t=")) {
        timestamp = part.strip().substring(2);
      }
    }
    if (!isRecent(timestamp)) {
      return false;
    }
    var expected = sign(timestamp, body, secret);
    for (var part : parts) {
      if (part.strip().startsWith("v1=")) {
        genuine |= matches(part.strip().substring(3), expected);
      }
    }
    return genuine;
  }

  private boolean isRecent(String timestamp) {
    if (!timestamp.matches("\\d{1,12}")) {
      return false;
    }
    var age = Math.abs(clock.instant().getEpochSecond() - Long.parseLong(timestamp));
    return age <= TOLERANCE.toSeconds();
  }

  private static boolean matches(String signature, byte[] expected) {
    if (signature.length() != SIGNATURE_CHARACTERS) {
      return false;
    }
    try {
      return MessageDigest.isEqual(HexFormat.of().parseHex(signature), expected);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  static byte[] sign(String timestamp, String body, String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal((timestamp + "." + body).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("BUG: this JDK lacks HmacSHA256", exception);
    }
  }
}
