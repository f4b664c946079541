package dev.tocsin.sdk.redact;

/// A cheap look at text before the patterns of [SecretShapes]: most text that is logged holds
/// nothing that any of them could match, and a pattern costs far more than one pass.
final class SecretHints {

  private static final int FEWEST_CARD_DIGITS = 13;
  private static final String BEARER = "bearer";
  private static final String BASIC = "basic";

  private SecretHints() {}

  /// Whether a shape could be in the text. May be wrong with yes, never with no.
  static boolean areIn(String text) {
    int digits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (++digits == FEWEST_CARD_DIGITS) {
          return true;
        }
      } else {
        digits = c == ' ' || c == '-' ? digits : 0;
        if (begins(text, i, c)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean begins(String text, int at, char c) {
    return switch (c) {
      case 'e' -> text.startsWith("eyJ", at);
      case 's' -> text.startsWith("sk", at);
      case 'r', 'p' -> text.startsWith("k_", at + 1);
      case 'w' -> text.startsWith("whsec_", at);
      case 'g' ->
          text.startsWith("gh", at)
              || text.startsWith("github_pat", at)
              || text.startsWith("glpat", at);
      case 'x' -> text.startsWith("xox", at);
      case 'A' ->
          text.startsWith("AKIA", at) || text.startsWith("ASIA", at) || text.startsWith("AIza", at);
      case 'S' -> text.startsWith("SG.", at);
      case 'b', 'B' ->
          text.regionMatches(true, at, BEARER, 0, BEARER.length())
              || text.regionMatches(true, at, BASIC, 0, BASIC.length());
      case ':' -> text.startsWith("://", at) && text.indexOf('@', at) > 0;
      case '-' -> text.startsWith("-----BEGIN", at);
      default -> false;
    };
  }
}
