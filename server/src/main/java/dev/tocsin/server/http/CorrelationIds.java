package dev.tocsin.server.http;

import java.util.UUID;
import java.util.regex.Pattern;

/// Correlation ids: those of the sender when they are well-formed, else new ones.
final class CorrelationIds {
  private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private CorrelationIds() {}

  static String of(String given) {
    return WELL_FORMED.matcher(given).matches() ? given : UUID.randomUUID().toString();
  }
}
