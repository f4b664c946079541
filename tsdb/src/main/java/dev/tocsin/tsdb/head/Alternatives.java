package dev.tocsin.tsdb.head;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/// Recognises the regular expressions that only list texts, `GET|POST`, which need no regular
/// expression at all.
final class Alternatives {
  private static final String SPECIAL = "\\.+*?()[]{}^$";

  private Alternatives() {}

  /// The texts that an expression matches, if it has no other sign than the bar.
  static Optional<Set<String>> of(String expression) {
    for (int i = 0; i < expression.length(); i++) {
      if (SPECIAL.indexOf(expression.charAt(i)) >= 0) {
        return Optional.empty();
      }
    }
    return Optional.of(Set.copyOf(Arrays.asList(expression.split("\\|", -1))));
  }
}
