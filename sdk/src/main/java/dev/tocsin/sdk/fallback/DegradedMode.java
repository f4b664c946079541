package dev.tocsin.sdk.fallback;

import java.time.LocalDate;

/// A way to serve less instead of nothing, agreed on beforehand.
///
/// @param key the fallback key that says that the mode is active, or a prefix that ends in `.*`
/// @param owner the team that answers for it
/// @param policy what happens meanwhile, in one sentence or word: `serve stale rates`, `fail_open`
/// @param reviewBy when the decision has to be looked at again
public record DegradedMode(
    String key, String owner, String policy, PageThresholds thresholds, LocalDate reviewBy) {

  private static final String ANY = ".*";

  public DegradedMode {
    boolean prefix = key.endsWith(ANY);
    FallbackNotification.requireKey(
        prefix ? key.substring(0, key.length() - ANY.length()) + ".any" : key);
    if (owner.isBlank() || policy.isBlank()) {
      throw new IllegalArgumentException(
          "The degraded mode " + key + " must name its owner and its policy.");
    }
  }

  boolean covers(String fallbackKey) {
    return key.endsWith(ANY)
        ? fallbackKey.startsWith(key.substring(0, key.length() - 1))
        : key.equals(fallbackKey);
  }
}
