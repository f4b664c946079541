package dev.tocsin.server.route;

import dev.tocsin.series.Matcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Matchers as Alertmanager writes them: `service="shop"`, `severity=~"P1|P2"`, the quotes
/// optional, several between commas and, if one likes, in braces.
public final class MatcherText {
  private static final int LENGTH_LIMIT = 4_000;
  private static final Pattern ONE =
      Pattern.compile(
          "\\s*(?:\"((?:[^\"\\\\]|\\\\.)+)\"|([a-zA-Z_:][a-zA-Z0-9_:.]*))\\s*(=~|!~|!=|=)\\s*"
              + "(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\",{}\\s]*))\\s*");

  private MatcherText() {}

  /// @throws IllegalArgumentException that says what is wrong and where
  public static List<Matcher> parse(String text) {
    if (text.length() > LENGTH_LIMIT) {
      throw new IllegalArgumentException("matchers have at most " + LENGTH_LIMIT + " characters");
    }
    var body = withoutBraces(text.strip());
    var matchers = new ArrayList<Matcher>();
    var one = ONE.matcher(body);
    int at = 0;
    while (at < body.length()) {
      one.region(at, body.length());
      if (!one.lookingAt()) {
        throw new IllegalArgumentException(
            "\""
                + body.substring(at)
                + "\" is no matcher; write one such as service=\"shop\" or severity=~\"P1|P2\"");
      }
      matchers.add(matcher(one));
      at = one.end();
      if (at < body.length() && body.charAt(at++) != ',') {
        throw new IllegalArgumentException(
            "\"" + body.substring(at - 1) + "\": put a comma between matchers");
      }
    }
    return List.copyOf(matchers);
  }

  private static String withoutBraces(String text) {
    boolean braces = text.startsWith("{") && text.endsWith("}");
    return braces ? text.substring(1, text.length() - 1).strip() : text;
  }

  private static Matcher matcher(java.util.regex.Matcher one) {
    var name = one.group(1) == null ? one.group(2) : unescaped(one.group(1));
    var value = one.group(4) == null ? one.group(5) : unescaped(one.group(4));
    var type =
        switch (one.group(3)) {
          case "=~" -> Matcher.Type.MATCHES;
          case "!~" -> Matcher.Type.NOT_MATCHES;
          case "!=" -> Matcher.Type.NOT_EQUAL;
          default -> Matcher.Type.EQUAL;
        };
    return Matcher.of(type, name, value);
  }

  private static String unescaped(String text) {
    return text.replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }

  /// The text that [#parse] reads back.
  public static String print(List<Matcher> matchers) {
    return matchers.stream().map(Matcher::toString).collect(Collectors.joining(", "));
  }

  /// Whether all of them match; an absent label counts as empty.
  public static boolean all(List<Matcher> matchers, Map<String, String> labels) {
    for (var matcher : matchers) {
      if (!matcher.matches(labels.getOrDefault(matcher.name(), ""))) {
        return false;
      }
    }
    return true;
  }
}
