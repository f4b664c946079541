package dev.tocsin.sandbox;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;

/// How a service behaves right now. The latency comes on top of every mode and is spent after the
/// request was worked on, so that a caller who gives up early meets its own duplicate at the retry.
///
/// @param status what `error` answers
/// @param share the part of the requests that meet this behaviour, above 0 and at most 1; the
///   others are answered as if nothing was wrong
record Fault(Mode mode, int latencyMillis, int status, int retryAfterSeconds, double share) {
  /// The longest that `hang` holds a connection before it is closed.
  static final Duration LONGEST_HOLD = Duration.ofSeconds(60);

  static final int MAXIMUM_LATENCY_MILLIS = 60_000;
  static final int MAXIMUM_RETRY_AFTER_SECONDS = 3_600;

  private static final int DEFAULT_RETRY_AFTER_SECONDS = 2;

  enum Mode {
    OK,
    ERROR,
    HANG,
    GARBAGE,
    RATE_LIMIT,
    DECLINE;

    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The behaviour of a service with which nothing is wrong.
  static Fault none(Service service) {
    int status = service == Service.SMTP ? 451 : 500;
    return new Fault(Mode.OK, 0, status, DEFAULT_RETRY_AFTER_SECONDS, 1);
  }

  ObjectNode toJson() {
    return Json.object()
        .put("mode", mode.key())
        .put("latency_millis", latencyMillis)
        .put("status", status)
        .put("retry_after_seconds", retryAfterSeconds)
        .put("share", share);
  }
}
