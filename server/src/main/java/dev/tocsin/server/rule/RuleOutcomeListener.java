package dev.tocsin.server.rule;

/// Takes what alert rules come to. For one rule it is called in order of time and never by two
/// threads at once.
@FunctionalInterface
public interface RuleOutcomeListener {
  /// @throws RuntimeException if the outcome cannot be taken; the rule is then shown as failing and
  ///   the next evaluation tries again
  void evaluated(RuleOutcome outcome);
}
