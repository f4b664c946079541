package dev.tocsin.promql.parse;

import dev.tocsin.promql.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Cuts text into tokens. What cannot be a token becomes an error token, at which the parser stops
/// when it gets there, so that the first mistake in the text is the one reported.
final class Lexer {
  private static final List<String> SIGNS =
      List.of(
          "==", "!=", "=~", "!~", "<=", ">=", "=", "<", ">", "+", "-", "*", "/", "%", "^", "(", ")",
          "{", "}", "[", "]", ",", ":", "@");
  private static final Pattern DURATION =
      Pattern.compile("(?=\\d)(\\d+y)?(\\d+w)?(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?");
  private static final Pattern NUMBER =
      Pattern.compile("0[xX][0-9a-fA-F]+|(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int brackets;
  private int braces;

  private Lexer(String text) {
    this.text = text;
  }

  /// All tokens; the last one is an end or an error.
  static List<Token> tokens(String text) {
    var lexer = new Lexer(text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    skipBlanks();
    while (at < text.length()) {
      if (!next()) {
        return;
      }
      skipBlanks();
    }
    tokens.add(new Token(Kind.END, "", at, at));
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '#') {
        int lineEnd = text.indexOf('\n', at);
        at = lineEnd < 0 ? text.length() : lineEnd;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        at++;
      } else {
        return;
      }
    }
  }

  /// Reads one token; false after an error.
  private boolean next() {
    char c = text.charAt(at);
    if (c == '"' || c == '\'' || c == '`') {
      return string();
    }
    if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      return number();
    }
    if (isWordStart(c)) {
      word();
      return true;
    }
    return sign();
  }

  private boolean sign() {
    for (String sign : SIGNS) {
      if (text.startsWith(sign, at)) {
        track(sign);
        add(Kind.SIGN, sign, at + sign.length());
        return true;
      }
    }
    int end = at + Character.charCount(text.codePointAt(at));
    return error(end, "unexpected character: '" + text.substring(at, end) + "'");
  }

  private void track(String sign) {
    switch (sign) {
      case "[" -> brackets++;
      case "]" -> brackets--;
      case "{" -> braces++;
      case "}" -> braces--;
      default -> {}
    }
  }

  private void word() {
    int end = at + 1;
    while (end < text.length() && (isWordStart(text.charAt(end)) || isDigit(text.charAt(end)))) {
      end++;
    }
    add(Kind.WORD, text.substring(at, end), end);
  }

  private boolean number() {
    int end = at;
    while (end < text.length() && isNumberPart(end)) {
      end++;
    }
    String candidate = text.substring(at, end);
    if (NUMBER.matcher(candidate).matches()) {
      add(Kind.NUMBER, candidate, end);
      return true;
    }
    if (DURATION.matcher(candidate).matches()) {
      add(Kind.DURATION, candidate, end);
      return true;
    }
    return error(end, "bad number or duration syntax: \"" + candidate + '"');
  }

  private boolean isNumberPart(int index) {
    char c = text.charAt(index);
    if (c == '+' || c == '-') {
      char before = text.charAt(Math.max(at, index - 1));
      boolean hexadecimal = text.startsWith("0x", at) || text.startsWith("0X", at);
      return (before == 'e' || before == 'E') && !hexadecimal;
    }
    return isDigit(c) || isLetter(c) || c == '.' || c == '_';
  }

  private boolean string() {
    var string = new StringToken(text, at);
    String problem = string.problem();
    if (problem != null) {
      return error(string.end(), problem);
    }
    add(Kind.STRING, string.value(), string.end());
    return true;
  }

  private void add(Kind kind, String value, int end) {
    tokens.add(new Token(kind, value, at, end));
    at = end;
  }

  private boolean error(int end, String problem) {
    tokens.add(new Token(Kind.ERROR, problem, at, end));
    return false;
  }

  /// A colon is part of a metric name, but separates in subqueries and cannot be in label names.
  private boolean isWordStart(char c) {
    return isLetter(c) || c == '_' || (c == ':' && brackets <= 0 && braces <= 0);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
