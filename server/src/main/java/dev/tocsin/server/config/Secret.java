package dev.tocsin.server.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A value that must not appear in logs, pages or errors: it prints as stars.
public record Secret(String reveal) {
  /// Compares in time that does not depend on where the texts differ.
  public boolean is(String candidate) {
    return MessageDigest.isEqual(
        reveal.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "***";
  }
}
