package dev.tocsin.sdk.redact;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.MessageFormatter;

/// Replaces secrets by [#REDACTED] in text that leaves the process. A secret is known by the name
/// it stands under, at any depth (`password`, `token`, `secret`, `authorization`, `cookie`,
/// `api-key`, card numbers and their like), or by its own shape wherever it stands: bearer and
/// basic credentials, signed tokens (JWT), keys with an issuer's prefix (`sk_live_…`), credentials
/// in URLs, private keys, card numbers that pass Luhn's check. What neither name nor shape gives
/// away (`my password is …`) cannot be known.
///
/// Immutable and safe for threads. Results are never longer than the maximum length by more than a
/// short note; the work is linear in the part of the input that is looked at.
public final class Redactor {

  public static final String REDACTED = "[redacted]";

  /// Characters that a result may have, unless another maximum is set.
  public static final int DEFAULT_MAX_LENGTH = 16_384;

  /// How far beyond the maximum the text is read, so that a secret on the edge is known for one.
  private static final int MARGIN = 1024;

  private static final Redactor STANDARD =
      new Redactor(List.of(), new SecretShapes(List.of()), DEFAULT_MAX_LENGTH);

  private final List<String> additionalKeys;
  private final SensitiveKeys keys;
  private final SecretShapes shapes;
  private final Assignments assignments;
  private final NamedArguments named;
  private final int maxLength;

  private Redactor(List<String> additionalKeys, SecretShapes shapes, int maxLength) {
    this.additionalKeys = additionalKeys;
    this.keys = new SensitiveKeys(additionalKeys);
    this.shapes = shapes;
    this.assignments = new Assignments(keys);
    this.named = new NamedArguments(assignments);
    this.maxLength = maxLength;
  }

  /// The fixed list of names and shapes.
  public static Redactor standard() {
    return STANDARD;
  }

  /// One that knows further names too: words joined by `-` (`tax-number` covers `taxNumber`,
  /// `TAX_NUMBER` and `customerTaxNumber`).
  ///
  /// @throws IllegalArgumentException if a name has other characters or fewer than 3 of them
  public Redactor withKeys(Collection<String> names) {
    List<String> all = new ArrayList<>(additionalKeys);
    all.addAll(names);
    return new Redactor(List.copyOf(all), shapes, maxLength);
  }

  /// One that knows further shapes too; whatever such a pattern finds is replaced as a whole.
  public Redactor withPatterns(Collection<Pattern> patterns) {
    List<Pattern> all = new ArrayList<>(shapes.additional());
    all.addAll(patterns);
    return new Redactor(additionalKeys, new SecretShapes(all), maxLength);
  }

  /// One whose results have at most so many characters.
  public Redactor withMaxLength(int characters) {
    if (characters < 1) {
      throw new IllegalArgumentException("The maximum length must be 1 or more: " + characters);
    }
    return new Redactor(additionalKeys, shapes, characters);
  }

  public boolean isSensitive(String name) {
    return keys.contain(name);
  }

  /// Running text: a message, a stack trace, a form body.
  public String text(String text) {
    boolean tooLong = text.length() > maxLength;
    String read = text.substring(0, Math.min(text.length(), maxLength + MARGIN));
    String clean = shapes.redact(assignments.redact(read));
    return tooLong && clean.length() > maxLength ? cut(clean, text.length()) : clean;
  }

  private String cut(String clean, int length) {
    return clean.substring(0, maxLength) + " [cut, had " + length + " characters]";
  }

  /// A JSON body. Values of secret names go as a whole, objects and lists included; JSON that
  /// stands in a string is treated likewise. Anything else than JSON is taken as text.
  public String json(String body) {
    if (!JsonRedaction.looksLikeJson(body)) {
      return text(body);
    }
    String clean = new JsonRedaction(keys, this::text, maxLength).redact(body);
    return clean.length() > maxLength + MARGIN ? cut(clean, body.length()) : clean;
  }

  /// Headers by name. A value may be a string or a list of strings, which are joined by `, `.
  public Map<String, String> headers(Map<String, ?> headers) {
    Map<String, String> clean = new LinkedHashMap<>();
    headers.forEach((name, value) -> clean.put(name, header(name, value)));
    return clean;
  }

  private String header(String name, @Nullable Object value) {
    if (keys.contain(name)) {
      return REDACTED;
    }
    if (value instanceof Collection<?> values) {
      return text(String.join(", ", values.stream().map(String::valueOf).toList()));
    }
    return text(String.valueOf(value));
  }

  /// A query string, or a URL or path with one.
  public String query(String query) {
    String read = query.substring(0, Math.min(query.length(), maxLength + MARGIN));
    String result = shapes.redact(hasParameters(read) ? withoutSecrets(read) : read);
    return result.length() > maxLength ? cut(result, query.length()) : result;
  }

  private static boolean hasParameters(String read) {
    return read.indexOf('=') >= 0;
  }

  private String withoutSecrets(String read) {
    StringBuilder clean = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= read.length(); i++) {
      if (i == read.length() || "?&;#".indexOf(read.charAt(i)) >= 0) {
        clean.append(parameter(read.substring(start, i)));
        clean.append(read, i, Math.min(i + 1, read.length()));
        start = i + 1;
      }
    }
    return clean.toString();
  }

  private String parameter(String parameter) {
    int equals = parameter.indexOf('=');
    if (equals < 0) {
      return parameter;
    }
    String name = decoded(parameter.substring(0, equals));
    String value = decoded(parameter.substring(equals + 1));
    boolean secret = keys.contain(name) || !json(value).equals(value) && !isPlainJson(value);
    return secret ? parameter.substring(0, equals + 1) + REDACTED : parameter;
  }

  /// JSON changes its white space when it is copied; that alone is no secret.
  private boolean isPlainJson(String value) {
    return JsonRedaction.looksLikeJson(value) && !json(value).contains(REDACTED);
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return part;
    }
  }

  /// A value of any type, such as an argument of a log message. Maps, lists and arrays are copied
  /// with their secrets replaced, numbers, booleans and failures are handed back as they are, and
  /// anything else becomes its text. Never throws, whatever the value does when it is printed.
  public @Nullable Object value(@Nullable Object value) {
    if (isHarmless(value)) {
      return value;
    }
    if (value instanceof String string) {
      return json(string);
    }
    return new ValueRedaction(keys, this::json).value(value);
  }

  /// A value that stands under a name.
  public @Nullable Object field(String name, @Nullable Object value) {
    if ((isHarmless(value) || value instanceof String) && !keys.contain(name)) {
      return value(value);
    }
    return new ValueRedaction(keys, this::json).field(name, value);
  }

  /// Too short for any number that is secret; what an application's own pattern finds may be short.
  private boolean isHarmless(@Nullable Object value) {
    return (value instanceof Integer || value instanceof Double || value instanceof Boolean)
        && shapes.additional().isEmpty();
  }

  /// A log message with its arguments in place. An argument right behind a secret name (`"token
  /// {}"`) is a secret.
  ///
  /// @param pattern message with a `{}` for each argument, as slf4j has it
  public String message(@Nullable String pattern, @Nullable Object @Nullable [] arguments) {
    if (pattern == null || arguments == null) {
      return text(String.valueOf(pattern));
    }
    @Nullable Object[] clean = new @Nullable Object[arguments.length];
    boolean[] secret = named.of(pattern);
    for (int i = 0; i < arguments.length; i++) {
      boolean isSecret = i < secret.length && secret[i];
      clean[i] = isSecret && !(arguments[i] instanceof Throwable) ? REDACTED : value(arguments[i]);
    }
    return text(String.valueOf(MessageFormatter.arrayFormat(pattern, clean).getMessage()));
  }
}
