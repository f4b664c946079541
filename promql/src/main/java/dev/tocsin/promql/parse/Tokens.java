package dev.tocsin.promql.parse;

import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Span;
import dev.tocsin.promql.parse.Token.Kind;
import java.util.List;

/// The tokens of a text with a position among them, and the one place where parse errors are made.
final class Tokens {
  private final String text;
  private final List<Token> tokens;
  private int next;
  private int lastEnd;

  Tokens(String text) {
    this.text = text;
    this.tokens = Lexer.tokens(text);
  }

  /// The next token, not taken.
  Token peek() {
    Token token = tokens.get(next);
    if (token.kind() == Kind.ERROR) {
      throw failure(token.start(), token.text());
    }
    return token;
  }

  /// The token after the next. Errors in it are reported when it is next.
  Token peekSecond() {
    return tokens.get(Math.min(next + 1, tokens.size() - 1));
  }

  Token take() {
    Token token = peek();
    if (token.kind() != Kind.END) {
      next++;
    }
    lastEnd = token.end();
    return token;
  }

  boolean takeIfSign(String sign) {
    boolean found = peek().isSign(sign);
    if (found) {
      take();
    }
    return found;
  }

  boolean takeIfWord(String word) {
    boolean found = peek().isWord(word);
    if (found) {
      take();
    }
    return found;
  }

  void expectSign(String sign, String context) {
    if (!takeIfSign(sign)) {
      throw unexpected(context, '"' + sign + '"');
    }
  }

  /// From a start to the end of the token taken last.
  Span spanFrom(int start) {
    return span(start, lastEnd);
  }

  Span span(int start, int end) {
    int lineStart = text.lastIndexOf('\n', start - 1) + 1;
    int line = 1 + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    return new Span(start, end, line, start - lineStart + 1);
  }

  /// The next token cannot stand here.
  PromQlParseException unexpected(String context, String expected) {
    Token token = peek();
    String wish = expected.isEmpty() ? "" : ", expected " + expected;
    return failure(token.start(), "unexpected " + token.shown() + " in " + context + wish);
  }

  PromQlParseException failure(Span span, String problem) {
    return new PromQlParseException(span.start(), span.line(), span.column(), problem);
  }

  PromQlParseException failure(int position, String problem) {
    return failure(span(position, position), problem);
  }
}
