package dev.tocsin.sdk.event;

import java.time.Duration;

/// How a receiver took a message.
///
/// @param outcome what to do next
/// @param told the status or the failure, for operators; holds no token
/// @param retryAfter what the receiver asked for; zero when it did not
/// @param body what it said when it took the message, clipped
record Answer(Outcome outcome, String told, Duration retryAfter, String body) {

  enum Outcome {
    TAKEN,
    /// Timeouts, 408, 429, 5xx: worth another try.
    LATER,
    /// Any other status: the same message will never be taken.
    NEVER
  }

  boolean isTaken() {
    return outcome == Outcome.TAKEN;
  }
}
