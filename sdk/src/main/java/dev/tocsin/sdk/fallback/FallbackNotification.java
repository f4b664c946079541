package dev.tocsin.sdk.fallback;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// What the code that fell back has to say.
///
/// The key is stable and dotted, at least two lower-case segments:
/// `i18n.fx-rates.stale-grace-window`. Rules, routes and people recognise the mode by it, so
/// nothing that varies without bound (an order id) belongs into it. Long text is cut; the value of
/// an entry whose name sounds like a secret is replaced.
///
/// @param message one sentence for an operator, at most [#MAX_MESSAGE_LENGTH] characters
/// @param context what the operator needs to look further, at most [#MAX_CONTEXT_ENTRIES] entries
public record FallbackNotification(
    String key, FallbackSeverity severity, String message, Map<String, String> context) {

  public static final int MAX_KEY_LENGTH = 120;
  public static final int MAX_MESSAGE_LENGTH = 500;
  public static final int MAX_CONTEXT_ENTRIES = 20;
  public static final int MAX_CONTEXT_VALUE_LENGTH = 200;

  private static final String SEGMENT = "[a-z0-9][a-z0-9_-]*+";
  private static final Pattern KEY = Pattern.compile(SEGMENT + "(\\." + SEGMENT + ")++");
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "password|passwd|secret|token|authorization|credential|api[-_]?key|cookie",
          Pattern.CASE_INSENSITIVE);

  public FallbackNotification {
    requireKey(key);
    message = cut(message, MAX_MESSAGE_LENGTH);
    context = bounded(context);
  }

  static void requireKey(String key) {
    if (key.length() > MAX_KEY_LENGTH || !KEY.matcher(key).matches()) {
      throw new IllegalArgumentException(
          "The fallback key '"
              + cut(key, MAX_KEY_LENGTH)
              + "' must be two or more segments of a-z, 0-9, '-' and '_' joined by dots, at most "
              + MAX_KEY_LENGTH
              + " characters: catalog.quote-cache.corrupt");
    }
  }

  private static Map<String, String> bounded(Map<String, String> context) {
    Map<String, String> kept = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : context.entrySet()) {
      if (kept.size() == MAX_CONTEXT_ENTRIES) {
        break;
      }
      boolean secret = SECRET_NAME.matcher(entry.getKey()).find();
      String value = secret ? "[redacted]" : cut(entry.getValue(), MAX_CONTEXT_VALUE_LENGTH);
      kept.put(cut(entry.getKey(), MAX_KEY_LENGTH), value);
    }
    return Collections.unmodifiableMap(kept);
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length);
  }
}
