package dev.tocsin.server.rule;

/// The outcome of a rule cannot be used; the message is shown beside the rule.
public final class RuleFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RuleFailure(String message) {
    super(message);
  }
}
