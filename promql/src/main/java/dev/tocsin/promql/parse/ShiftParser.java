package dev.tocsin.promql.parse;

import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.TimeShift;
import dev.tocsin.promql.parse.Token.Kind;

/// The modifiers `offset` and `@` behind one selector: each at most once, in any order.
final class ShiftParser {
  private final Tokens tokens;
  private TimeShift shift = TimeShift.NONE;
  private boolean hasOffset;

  ShiftParser(Tokens tokens) {
    this.tokens = tokens;
  }

  boolean isEmpty() {
    return !hasOffset && shift.at() == null;
  }

  /// Reads one modifier and answers all read so far.
  TimeShift parse(Expr expr) {
    Token word = tokens.take();
    String name = word.isSign("@") ? "@" : "offset";
    boolean shiftable =
        expr instanceof Expr.VectorSelector
            || expr instanceof Expr.RangeSelector
            || expr instanceof Expr.Subquery;
    if (!shiftable) {
      throw tokens.failure(
          word.start(),
          name
              + " modifier must be preceded by an instant vector selector or range vector selector"
              + " or a subquery");
    }
    boolean again = name.equals("@") ? shift.at() != null : hasOffset;
    if (again) {
      throw tokens.failure(word.start(), name + " may not be set multiple times");
    }
    if (name.equals("@")) {
      shift = shift.withAt(at());
    } else {
      shift = shift.withOffset(offset());
      hasOffset = true;
    }
    return shift;
  }

  private boolean sign() {
    if (tokens.takeIfSign("-")) {
      return true;
    }
    tokens.takeIfSign("+");
    return false;
  }

  private long offset() {
    boolean negative = sign();
    Token token = tokens.peek();
    if (token.kind() != Kind.DURATION && token.kind() != Kind.NUMBER) {
      throw tokens.unexpected("offset", "a duration");
    }
    tokens.take();
    long millis = SelectorParser.durationMillis(tokens, token);
    return negative ? -millis : millis;
  }

  private TimeShift.At at() {
    if (tokens.peek().isWord("start") || tokens.peek().isWord("end")) {
      boolean start = tokens.take().isWord("start");
      tokens.expectSign("(", "@");
      tokens.expectSign(")", "@");
      return start ? new TimeShift.At.QueryStart() : new TimeShift.At.QueryEnd();
    }
    boolean negative = sign();
    Token token = tokens.peek();
    if (token.kind() != Kind.NUMBER && token.kind() != Kind.DURATION) {
      throw tokens.unexpected("@", "a timestamp, start() or end()");
    }
    tokens.take();
    long millis = SelectorParser.durationMillis(tokens, token);
    return new TimeShift.At.Instant(negative ? -millis : millis);
  }
}
