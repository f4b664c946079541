package dev.tocsin.server.alert;

import dev.tocsin.series.Matcher;
import dev.tocsin.server.route.MatcherText;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Which alerts a person wants to see, and under which headings.
///
/// @param matchers all must match
/// @param severity only this one; empty for all
/// @param owner only alerts of this owner; empty for all
public record AlertFilter(List<Matcher> matchers, String severity, String owner, Heading heading) {
  /// What alerts stand together under.
  public enum Heading {
    /// What the route says; rule and service where there is no route.
    GROUP,
    SERVICE,
    SEVERITY,
    OWNER;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Heading of(String text, Heading usual) {
      for (var heading : values()) {
        if (heading.text().equals(text)) {
          return heading;
        }
      }
      return usual;
    }
  }

  public AlertFilter {
    matchers = List.copyOf(matchers);
  }

  /// @param field gives what was sent under a name, or the empty text
  /// @param usual when nothing is said of headings
  /// @throws IllegalArgumentException if the matchers cannot be read
  static AlertFilter read(UnaryOperator<String> field, Heading usual) {
    var text = field.apply("matchers");
    return new AlertFilter(
        text.isBlank() ? List.of() : MatcherText.parse(text),
        field.apply("severity").strip(),
        field.apply("owner").strip(),
        Heading.of(field.apply("by"), usual));
  }

  boolean wants(Alert alert) {
    return (severity.isEmpty() || severity.equals(alert.label("severity")))
        && (owner.isEmpty() || owner.equals(alert.label("owner")))
        && MatcherText.all(matchers, alert.labels());
  }

  public String matcherText() {
    return MatcherText.print(matchers);
  }

  public boolean isAll() {
    return matchers.isEmpty() && severity.isEmpty() && owner.isEmpty();
  }

  /// The matchers that say all of it.
  public String wholeText() {
    var all = new ArrayList<>(matchers);
    if (!severity.isEmpty()) {
      all.add(Matcher.equal("severity", severity));
    }
    if (!owner.isEmpty()) {
      all.add(Matcher.equal("owner", owner));
    }
    return MatcherText.print(all);
  }

  /// The query of an address that leads back here.
  public String query() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("matchers", matcherText());
    fields.put("severity", severity);
    fields.put("owner", owner);
    fields.put("by", heading.text());
    fields.values().removeIf(String::isEmpty);
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
