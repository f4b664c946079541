package dev.tocsin.build;

/// A place that breaks a rule.
///
/// @param member what the rule is about, as the file of exceptions names it
/// @param measure the number that is too large, or 1 where a rule has no number
record Violation(String path, int line, String member, int measure, String message) {
  String key() {
    return path + "#" + member;
  }

  @Override
  public String toString() {
    return "%s:%d: %s [%s]".formatted(path, line, message, member);
  }
}
