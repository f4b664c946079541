package dev.tocsin.series;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// A condition on one label. An absent label counts as the empty value.
///
/// Regular expressions are those of RE2: anchored at both ends, without back-references, and
/// matched in time linear in the value, so that a query cannot hang the server.
public final class Matcher {
  /// How the value is compared, with its sign in the query language.
  public enum Type {
    EQUAL("="),
    NOT_EQUAL("!="),
    MATCHES("=~"),
    NOT_MATCHES("!~");

    private final String sign;

    Type(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  private final Type type;
  private final String name;
  private final String value;
  private final @Nullable Pattern pattern;

  private Matcher(Type type, String name, String value, @Nullable Pattern pattern) {
    this.type = type;
    this.name = name;
    this.value = value;
    this.pattern = pattern;
  }

  /// @throws IllegalArgumentException if the value of a regular-expression matcher is not one
  public static Matcher of(Type type, String name, String value) {
    return switch (type) {
      case EQUAL, NOT_EQUAL -> new Matcher(type, name, value, null);
      case MATCHES, NOT_MATCHES -> new Matcher(type, name, value, compile(value));
    };
  }

  public static Matcher equal(String name, String value) {
    return of(Type.EQUAL, name, value);
  }

  private static Pattern compile(String expression) {
    try {
      return Pattern.compile("^(?s:" + expression + ")$");
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "bad regular expression \"" + expression + "\": " + e.getDescription(), e);
    }
  }

  public Type type() {
    return type;
  }

  public String name() {
    return name;
  }

  public String value() {
    return value;
  }

  public boolean matches(String candidate) {
    return switch (type) {
      case EQUAL -> value.equals(candidate);
      case NOT_EQUAL -> !value.equals(candidate);
      case MATCHES -> fits(candidate);
      case NOT_MATCHES -> !fits(candidate);
    };
  }

  public boolean matches(Labels labels) {
    return matches(labels.get(name));
  }

  private boolean fits(String candidate) {
    return pattern != null && pattern.matches(candidate);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Matcher matcher
        && type == matcher.type
        && name.equals(matcher.name)
        && value.equals(matcher.value);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * type.hashCode() + name.hashCode()) + value.hashCode();
  }

  /// The notation of the query language: `method=~"GET|POST"`.
  @Override
  public String toString() {
    return name + type.sign() + '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
