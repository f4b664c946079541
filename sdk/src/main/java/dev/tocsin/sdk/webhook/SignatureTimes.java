package dev.tocsin.sdk.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The time in a signature, in seconds since 1970.
final class SignatureTimes {

  static final Duration DEFAULT_TOLERANCE = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("\\d{1,12}");

  private SignatureTimes() {}

  /// What is wrong with the time; null when nothing is.
  static @Nullable SignatureVerdict problem(String seconds, Instant now, Duration tolerance) {
    if (!SECONDS.matcher(seconds).matches()) {
      return SignatureVerdict.MALFORMED;
    }
    Instant signed = Instant.ofEpochSecond(Long.parseLong(seconds));
    Duration difference = Duration.between(signed, now.truncatedTo(ChronoUnit.SECONDS)).abs();
    return difference.compareTo(tolerance) > 0 ? SignatureVerdict.STALE : null;
  }
}
