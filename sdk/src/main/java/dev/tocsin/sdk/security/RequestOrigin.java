package dev.tocsin.sdk.security;

import org.jspecify.annotations.Nullable;

/// Where a request comes from. Text is cut and freed of control characters, since an attacker
/// writes it.
///
/// @param address the client's address, as [TrustedProxies] found it
/// @param country two letters, as a trusted proxy says; null when unknown
public record RequestOrigin(String address, String userAgent, @Nullable String country) {

  private static final int MAX_ADDRESS = 64;
  private static final int MAX_USER_AGENT = 256;

  public RequestOrigin {
    address = SafeText.of(address, MAX_ADDRESS);
    userAgent = SafeText.of(userAgent, MAX_USER_AGENT);
    country = country == null ? null : country(country);
  }

  /// When nothing is known, as in a job.
  public static RequestOrigin unknown() {
    return new RequestOrigin("unknown", "unknown", null);
  }

  private static @Nullable String country(String text) {
    boolean isCode = text.length() == 2 && text.chars().allMatch(c -> c >= 'A' && c <= 'Z');
    // XX and T1 are what proxies say for "unknown" and for anonymous networks.
    return isCode && !text.equals("XX") ? text : null;
  }
}
