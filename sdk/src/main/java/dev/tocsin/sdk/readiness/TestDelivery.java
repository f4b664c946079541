package dev.tocsin.sdk.readiness;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Whether a test message has gone through the second way of incidents lately.
///
/// @param lastSuccess when one was last taken; absent: never
/// @param recent whether that is recent enough
public record TestDelivery(@Nullable Instant lastSuccess, boolean recent) {

  /// How old a success may be, unless told otherwise.
  public static final Duration DEFAULT_MAX_AGE = Duration.ofDays(7);
}
