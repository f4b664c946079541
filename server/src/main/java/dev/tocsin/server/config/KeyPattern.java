package dev.tocsin.server.config;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A key, or a pattern of keys such as `llm-gateway.pricing.zero-cost.*`: a star stands for any
/// text, dots among it.
public record KeyPattern(String text) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9_.:/*-]{1,200}");
  private static final String STAR = "*";

  /// Nothing if the text is no pattern of keys.
  public static Optional<KeyPattern> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new KeyPattern(text)) : Optional.empty();
  }

  public boolean isWild() {
    return text.contains(STAR);
  }

  /// Looks at each part between stars once, so it takes linear time.
  public boolean matches(String key) {
    var parts = text.split("\\*", -1);
    if (parts.length == 1) {
      return text.equals(key);
    }
    var last = parts[parts.length - 1];
    if (!key.startsWith(parts[0]) || key.length() < parts[0].length() + last.length()) {
      return false;
    }
    int from = parts[0].length();
    for (int i = 1; i < parts.length - 1; i++) {
      int at = key.indexOf(parts[i], from);
      if (at < 0) {
        return false;
      }
      from = at + parts[i].length();
    }
    return key.length() - last.length() >= from && key.endsWith(last);
  }

  /// The same as a regular expression of the kind that matchers take.
  public String regex() {
    return Stream.of(text.split("\\*", -1))
        .map(part -> part.replace(".", "\\."))
        .collect(Collectors.joining(".*"));
  }

  /// The same as a pattern of SQL's LIKE with `!` as its escape.
  public String like() {
    return text.replace("!", "!!").replace("_", "!_").replace("%", "!%").replace('*', '%');
  }
}
