package dev.tocsin.server.deliver;

import java.time.Duration;

/// What became of an attempt. Texts are stored and shown, so they must not hold secrets.
public sealed interface Receipt {
  /// The receiver has it.
  record Accepted(String answer) implements Receipt {}

  /// It may work later.
  ///
  /// @param after how long the receiver asks to be left alone; zero if it does not say
  record Retry(String why, Duration after) implements Receipt {
    public Retry(String why) {
      this(why, Duration.ZERO);
    }
  }

  /// It will never work as it is.
  record Rejected(String why) implements Receipt {}
}
