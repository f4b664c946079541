package dev.tocsin.server.alert;

import dev.tocsin.series.Labels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A short name for a content: the first 64 bits of its SHA-256, as 16 hexadecimal digits.
public final class Fingerprint {
  private static final int BYTES = 8;

  private Fingerprint() {}

  static String of(Labels labels) {
    return of(labels.toString());
  }

  public static String of(String content) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("BUG: every Java has SHA-256", e);
    }
  }
}
