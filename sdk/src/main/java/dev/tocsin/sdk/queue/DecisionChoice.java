package dev.tocsin.sdk.queue;

import java.util.Locale;

/// What a person chose to do with a dead letter.
public enum DecisionChoice {
  /// Put back into the queue.
  REPLAYED,
  /// Done by hand, outside of the queue.
  HANDLED,
  /// Left for later on purpose. It can still be replayed or handled.
  DEFERRED;

  /// @throws IllegalArgumentException with a message fit for the caller
  static DecisionChoice of(String text) {
    for (DecisionChoice choice : values()) {
      if (choice.name().equals(text.toUpperCase(Locale.ROOT))) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "'decision' must be one of 'replayed', 'handled', 'deferred'.");
  }
}
