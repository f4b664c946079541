package dev.tocsin.server.rule;

/// A simple rule cannot be kept because of what is there already; the message is for its author.
public final class RuleRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  RuleRefusal(String message) {
    super(message);
  }
}
