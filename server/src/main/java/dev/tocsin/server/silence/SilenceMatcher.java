package dev.tocsin.server.silence;

import dev.tocsin.series.Matcher;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A matcher as Alertmanager's API and our table have it.
///
/// @param isEqual false for the negated forms; true when absent
public record SilenceMatcher(
    String name, String value, boolean isRegex, @Nullable Boolean isEqual) {
  static SilenceMatcher of(Matcher matcher) {
    return switch (matcher.type()) {
      case EQUAL -> new SilenceMatcher(matcher.name(), matcher.value(), false, true);
      case NOT_EQUAL -> new SilenceMatcher(matcher.name(), matcher.value(), false, false);
      case MATCHES -> new SilenceMatcher(matcher.name(), matcher.value(), true, true);
      case NOT_MATCHES -> new SilenceMatcher(matcher.name(), matcher.value(), true, false);
    };
  }

  /// @throws IllegalArgumentException if its regular expression is none
  Matcher matcher() {
    boolean equal = isEqual == null || isEqual;
    var type =
        isRegex
            ? (equal ? Matcher.Type.MATCHES : Matcher.Type.NOT_MATCHES)
            : (equal ? Matcher.Type.EQUAL : Matcher.Type.NOT_EQUAL);
    return Matcher.of(type, name, value);
  }

  /// Whether it matches a label set that lacks the label too.
  boolean matchesNothing() {
    return matcher().matches("");
  }

  static boolean all(Iterable<Matcher> matchers, Map<String, String> labels) {
    for (var matcher : matchers) {
      if (!matcher.matches(labels.getOrDefault(matcher.name(), ""))) {
        return false;
      }
    }
    return true;
  }
}
