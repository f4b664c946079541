package dev.tocsin.promql.parse;

import java.util.Locale;

/// A piece of the text. The text of a string is its value, that of an error what is wrong.
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    WORD,
    NUMBER,
    DURATION,
    STRING,
    SIGN,
    ERROR,
    END
  }

  boolean isSign(String sign) {
    return kind == Kind.SIGN && text.equals(sign);
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }

  String lower() {
    return text.toLowerCase(Locale.ROOT);
  }

  /// What an error message calls it.
  String shown() {
    return switch (kind) {
      case END -> "end of input";
      case STRING -> "string";
      case WORD, NUMBER, DURATION, SIGN, ERROR -> '"' + text + '"';
    };
  }
}
