package dev.tocsin.server.rule;

import java.util.List;

/// A simple rule cannot be understood; each error names a member of it.
public final class InvalidRuleException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> errors;

  InvalidRuleException(List<String> errors) {
    super("the rule is not usable");
    this.errors = List.copyOf(errors);
  }

  public List<String> errors() {
    return errors;
  }
}
