package dev.tocsin.server.rule;

import java.time.Duration;

/// How the last evaluation of a rule went, as far as this replica knows.
///
/// @param error why it failed, or the empty text
/// @param evaluatedMillis the time that it was evaluated for, or 0 if it never was
public record RuleHealth(State state, String error, long evaluatedMillis, Duration duration) {
  static final RuleHealth NEVER = new RuleHealth(State.UNKNOWN, "", 0, Duration.ZERO);

  /// Whether a rule works.
  public enum State {
    UNKNOWN,
    OK,
    /// It can be evaluated, but there is nothing that it could judge.
    NO_DATA,
    FAILING
  }

  static RuleHealth ok(long atMillis, Duration duration) {
    return new RuleHealth(State.OK, "", atMillis, duration);
  }

  static RuleHealth noData(long atMillis, Duration duration) {
    return new RuleHealth(State.NO_DATA, "", atMillis, duration);
  }

  static RuleHealth failing(String error, long atMillis, Duration duration) {
    return new RuleHealth(State.FAILING, error, atMillis, duration);
  }
}
