package dev.tocsin.sdk.lifecycle;

import dev.tocsin.sdk.ops.Verdict;
import java.time.Duration;
import java.util.regex.Pattern;

/// A stage of a lifecycle.
///
/// @param name as the application stores it: `RESERVED`
/// @param ageLimit work that is in the stage for longer is stuck
/// @param alertKey raised when work is stuck: `chat-session.brief-lifecycle.queued-stuck`
/// @param suggestedAction what an operator does about stuck work, one sentence
/// @param whenStuck how bad stuck work is
public record Stage(
    String name, Duration ageLimit, String alertKey, String suggestedAction, Verdict whenStuck) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");
  private static final String SEGMENT = "[a-z0-9][a-z0-9_-]*+";
  private static final Pattern KEY = Pattern.compile(SEGMENT + "(\\." + SEGMENT + ")++");
  private static final int MAX_KEY_LENGTH = 120;

  public Stage {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "The name of a stage must have 1 to 60 characters out of A-Z, a-z, 0-9, '.', '_', '-'.");
    }
    if (alertKey.length() > MAX_KEY_LENGTH || !KEY.matcher(alertKey).matches()) {
      throw new IllegalArgumentException(
          "The alert key of stage "
              + name
              + " must be segments of a-z, 0-9, '-' and '_' joined by dots, at most "
              + MAX_KEY_LENGTH
              + " characters: shop.checkout.paid-stuck");
    }
    checkLimit(name, ageLimit);
  }

  static void checkLimit(String name, Duration ageLimit) {
    if (ageLimit.isNegative() || ageLimit.isZero()) {
      throw new IllegalArgumentException(
          "The age limit of stage " + name + " must be greater than zero.");
    }
  }

  Stage withLimit(Duration limit) {
    return new Stage(name, limit, alertKey, suggestedAction, whenStuck);
  }
}
