package dev.tocsin.sdk.redact;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The names whose values are secret. Case and the separators `-`, `_`, `.` and space do not count:
/// `api-key` stands for `apiKey`, `API_KEY` and `x-api-key` alike.
final class SensitiveKeys {

  /// Secret wherever they occur inside a name.
  private static final List<String> PARTS =
      List.of(
          "pass-word",
          "passwd",
          "pass-phrase",
          "pass-code",
          "token",
          "secret",
          "authorization",
          "cookie",
          "credential",
          "signature",
          "api-key",
          "access-key",
          "private-key",
          "card-number",
          "card-no",
          "account-number",
          "security-code",
          "cvv",
          "cvc");

  /// Secret only as the whole name: too short to look for inside others (`shipping` has a `pin`).
  private static final List<String> WHOLE =
      List.of(
          "auth",
          "pwd",
          "pass",
          "pin",
          "pan",
          "otp",
          "jwt",
          "sid",
          "sig",
          "ssn",
          "iban",
          "dsn",
          "session-id",
          "jsessionid",
          "phpsessid");

  private static final Set<String> WHOLE_LINE = Set.of("authorization", "cookie");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*");

  private static final int MAX_REMEMBERED = 2_000;
  private static final int LONGEST_REMEMBERED = 100;

  /// The names of fields are few and come again with every line.
  private final Map<String, Boolean> remembered = new ConcurrentHashMap<>();

  private final Set<String> parts = new TreeSet<>();
  private final Set<String> whole = new TreeSet<>();
  private final Pattern assignment;

  SensitiveKeys(Collection<String> additional) {
    PARTS.forEach(part -> parts.add(normal(part)));
    additional.forEach(part -> parts.add(normal(checked(part))));
    WHOLE.forEach(name -> whole.add(normal(name)));
    assignment = assignment(additional);
  }

  boolean contain(String name) {
    Boolean known = remembered.get(name);
    if (known == null) {
      known = judge(name);
      if (remembered.size() < MAX_REMEMBERED && name.length() <= LONGEST_REMEMBERED) {
        remembered.put(name, known);
      }
    }
    return known;
  }

  private boolean judge(String name) {
    String normal = normal(name);
    return whole.contains(normal) || parts.stream().anyMatch(normal::contains);
  }

  /// Whether the name is that of a number of tokens (`completion_tokens`), which is no secret as
  /// long as its value is a number.
  static boolean countsTokens(String name) {
    String normal = normal(name);
    return normal.endsWith("tokens") || normal.endsWith("tokencount");
  }

  /// Whether a value in running text goes on to the end of the line, as that of the header does.
  static boolean takesWholeLine(String name) {
    String normal = normal(name);
    return WHOLE_LINE.stream().anyMatch(normal::contains);
  }

  /// A secret name in running text up to where its value begins: `password=`, `"token" : `. Every
  /// repetition is bounded, so the search is linear.
  Pattern assignment() {
    return assignment;
  }

  private static Pattern assignment(Collection<String> additional) {
    String inside = PARTS.stream().map(SensitiveKeys::spelling).collect(Collectors.joining("|"));
    String more = additional.stream().map(key -> "|" + spelling(key)).collect(Collectors.joining());
    String alone = WHOLE.stream().map(SensitiveKeys::spelling).collect(Collectors.joining("|"));
    return Pattern.compile(
        "(?<name>(?:%s%s)[\\w.-]{0,40}+|(?<![A-Za-z0-9])(?:%s)(?![A-Za-z0-9]))"
                .formatted(inside, more, alone)
            + "[\\])]?\\\\{0,8}[\"']?\\s{0,8}(?:=>|[=:])\\s{0,8}",
        Pattern.CASE_INSENSITIVE);
  }

  private static String spelling(String words) {
    return words.replace("-", "[-_. ]?");
  }

  private static String checked(String key) {
    if (!WORD.matcher(key).matches() || key.length() < 3) {
      throw new IllegalArgumentException(
          "A name to redact must be words of letters and digits joined by '-', 3 characters or"
              + " longer, such as 'tax-number', and not '"
              + key
              + "'.");
    }
    return key;
  }

  private static String normal(String name) {
    StringBuilder normal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c != '-' && c != '_' && c != '.' && c != ' ') {
        normal.append(c);
      }
    }
    return normal.toString().toLowerCase(Locale.ROOT);
  }
}
