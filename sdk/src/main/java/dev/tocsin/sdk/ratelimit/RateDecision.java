package dev.tocsin.sdk.ratelimit;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a limiter decided on a request.
///
/// @param remaining requests that are left now
/// @param resetAfter until the current window ends
/// @param retryAfter until a request is let through again; zero when this one is
/// @param local whether this process alone has counted
public record RateDecision(
    boolean allowed,
    RateLimitRule rule,
    int remaining,
    Duration resetAfter,
    Duration retryAfter,
    boolean local) {

  private static final long MILLIS_PER_SECOND = 1_000;

  /// `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers) and, on a refusal,
  /// `Retry-After` in seconds (RFC 9110), each time rounded up.
  public Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    String name = '"' + rule.limiter() + '"';
    headers.put(
        "RateLimit-Policy", name + ";q=" + rule.limit() + ";w=" + rule.window().toSeconds());
    headers.put("RateLimit", name + ";r=" + remaining + ";t=" + seconds(resetAfter));
    if (!allowed) {
      headers.put("Retry-After", Long.toString(Math.max(1, seconds(retryAfter))));
    }
    return headers;
  }

  private static long seconds(Duration time) {
    return (time.toMillis() + MILLIS_PER_SECOND - 1) / MILLIS_PER_SECOND;
  }
}
