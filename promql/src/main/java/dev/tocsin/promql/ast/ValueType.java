package dev.tocsin.promql.ast;

/// What an expression evaluates to.
public enum ValueType {
  SCALAR("scalar"),
  STRING("string"),
  INSTANT_VECTOR("instant vector"),
  RANGE_VECTOR("range vector");

  private final String text;

  ValueType(String text) {
    this.text = text;
  }

  /// The words for error messages.
  @Override
  public String toString() {
    return text;
  }
}
