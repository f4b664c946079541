package dev.tocsin.sdk.security;

/// Text from outside, fit for a log line.
final class SafeText {

  private SafeText() {}

  /// At most that many characters, control characters replaced; `unknown` when there is none.
  static String of(String text, int maxLength) {
    String cut = text.length() <= maxLength ? text : text.substring(0, maxLength);
    StringBuilder safe = new StringBuilder(cut.length());
    cut.codePoints().forEach(c -> safe.appendCodePoint(isPlain(c) ? c : '?'));
    return cut.isBlank() ? "unknown" : safe.toString();
  }

  private static boolean isPlain(int codePoint) {
    int type = Character.getType(codePoint);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.SURROGATE
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }
}
