package dev.tocsin.sdk.ratelimit;

import java.time.Duration;
import java.util.regex.Pattern;

/// How many requests a client may make in a sliding window.
///
/// @param limiter the name of the rule, a label and part of the headers: `login`
/// @param window at least a second, at most a day
public record RateLimitRule(String limiter, int limit, Duration window) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
  private static final Duration LONGEST = Duration.ofDays(1);

  public RateLimitRule {
    if (!NAME.matcher(limiter).matches()) {
      throw new IllegalArgumentException(
          "The rate limiter's name '"
              + limiter
              + "' must be 1 to 40 characters of a-z, 0-9, '-' and '_'.");
    }
    if (limit < 1 || window.toSeconds() < 1 || window.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "The rate limiter "
              + limiter
              + " needs a limit of at least 1 and a window between a second and a day, not "
              + limit
              + " in "
              + window
              + ".");
    }
  }
}
