package dev.tocsin.server.rule;

import java.util.List;

/// A simple rule cannot be understood.
final class InvalidRuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> errors;

  InvalidRuleException(List<String> errors) {
    super("the rule is not usable");
    this.errors = List.copyOf(errors);
  }

  List<String> errors() {
    return errors;
  }
}
