package dev.tocsin.sdk.redact;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds `name=value` and `"name": value` in running text and takes the value out when the name is
/// secret. The value ends where its notation ends it: at the closing quote, at the closing bracket,
/// else at white space or a separator.
final class Assignments {

  private static final String VALUE_END = ",;&)}]<>\"'";
  private static final Pattern HARMLESS =
      Pattern.compile("(?:true|false|null|none)(?![\\w-])", Pattern.CASE_INSENSITIVE);
  private static final int MAX_NAME_LENGTH = 80;
  private static final Pattern END_OF_NAME = Pattern.compile("[\\s:='\"<>(\\[-]{0,8}$");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}+(?![\\w.-])");

  /// The further words of a value inside the notation of records and maps: `Login[password=two
  /// words, user=7]`.
  private static final Pattern MORE_WORDS =
      Pattern.compile("(?: [^\\s,;&)}\\]=\"']{1,64}+){1,20}+(?=[}\\]]|, [\\w.-]{1,64}+=)");

  private final SensitiveKeys keys;

  Assignments(SensitiveKeys keys) {
    this.keys = keys;
  }

  String redact(String text) {
    if (text.indexOf('=') < 0 && text.indexOf(':') < 0) {
      return text;
    }
    Matcher names = keys.assignment().matcher(text);
    StringBuilder clean = new StringBuilder(text.length());
    int copied = 0;
    while (names.find(copied)) {
      int end = valueEnd(text, names.end(), names.group("name"));
      clean.append(text, copied, names.end());
      if (end > names.end()) {
        clean.append(replacement(text, names.end()));
      }
      copied = Math.max(end, names.end());
    }
    return clean.append(text, copied, text.length()).toString();
  }

  /// Whether the text ends in a secret name, so that what follows it is the secret.
  boolean endsWithName(String text) {
    String end = text.substring(Math.max(0, text.length() - MAX_NAME_LENGTH));
    String name = END_OF_NAME.matcher(end).replaceFirst("");
    return keys.assignment().matcher(name + "=").find();
  }

  /// Quotes stay, so that JSON stays JSON.
  private static String replacement(String text, int start) {
    String quote = openingQuote(text, start);
    return quote + Redactor.REDACTED + quote;
  }

  private static int valueEnd(String text, int start, String name) {
    if (start >= text.length() || isHarmless(text, start, name)) {
      return start;
    }
    String quote = openingQuote(text, start);
    if (!quote.isEmpty()) {
      return afterClosing(text, start + quote.length(), quote);
    }
    if (isOpening(text.charAt(start))) {
      return afterBracket(text, start);
    }
    return SensitiveKeys.takesWholeLine(name) ? lineEnd(text, start) : wordsEnd(text, start);
  }

  private static boolean isHarmless(String text, int start, String name) {
    return at(HARMLESS, text, start) >= 0
        || (SensitiveKeys.countsTokens(name) && at(NUMBER, text, start) >= 0);
  }

  /// A quote with the backslashes before it, as in JSON that stands inside a JSON string.
  private static String openingQuote(String text, int start) {
    int next = start;
    while (next < text.length() && text.charAt(next) == '\\') {
      next++;
    }
    boolean quoted =
        next < text.length() && (text.charAt(next) == '"' || text.charAt(next) == '\'');
    return quoted ? text.substring(start, next + 1) : "";
  }

  private static int afterClosing(String text, int start, String quote) {
    int next = text.indexOf(quote, start);
    while (next > start && text.charAt(next - 1) == '\\') {
      next = text.indexOf(quote, next + 1);
    }
    return next < 0 ? text.length() : next + quote.length();
  }

  private static boolean isOpening(char c) {
    return c == '{' || c == '[' || c == '(';
  }

  private static int afterBracket(String text, int start) {
    int depth = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isOpening(c)) {
        depth++;
      } else if (c == '}' || c == ']' || c == ')') {
        depth--;
      }
      if (depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  private static int lineEnd(String text, int start) {
    int end = start;
    while (end < text.length() && "\r\n,}]\"".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int wordsEnd(String text, int start) {
    int end = start;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && VALUE_END.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return Math.max(end, at(MORE_WORDS, text, end));
  }

  /// Where the pattern ends if it matches right here, else -1.
  private static int at(Pattern pattern, String text, int start) {
    Matcher matcher = pattern.matcher(text).region(start, text.length());
    return matcher.lookingAt() ? matcher.end() : -1;
  }
}
