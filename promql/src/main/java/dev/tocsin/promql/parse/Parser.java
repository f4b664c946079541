package dev.tocsin.promql.parse;

import dev.tocsin.promql.ast.Aggregator;
import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.Grouping;
import dev.tocsin.promql.ast.TimeShift;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.promql.ast.VectorMatching;
import dev.tocsin.promql.ast.VectorMatching.Cardinality;
import dev.tocsin.promql.function.Function;
import dev.tocsin.promql.function.Functions;
import dev.tocsin.promql.parse.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text to a checked tree, by precedence climbing.
///
/// No word is reserved: what a word means follows from where it stands, so `sum` and `by` stay
/// usable as names. Operators bind, from loose to tight: `or`; `and unless`; comparisons; `+ -`; `*
/// / % atan2`; signs; `^`, which alone associates to the right.
public final class Parser {
  /// Longer texts are refused before anything is read.
  public static final int MAX_TEXT_CHARS = 256 * 1024;

  private static final int LOOSEST = 1;

  private final Tokens tokens;
  private final Nesting nesting;
  private final TypeRules types;
  private final SelectorParser selectors;

  private Parser(String text) {
    tokens = new Tokens(text);
    nesting = new Nesting(tokens);
    types = new TypeRules(tokens);
    selectors = new SelectorParser(tokens);
  }

  /// @throws dev.tocsin.promql.PromQlParseException if the text is not one whole expression
  public static Expr parse(String text) {
    if (text.length() > MAX_TEXT_CHARS) {
      throw new dev.tocsin.promql.PromQlParseException(
          0, 1, 1, "query is longer than " + MAX_TEXT_CHARS + " characters");
    }
    var parser = new Parser(text);
    if (parser.tokens.peek().kind() == Kind.END) {
      throw parser.tokens.failure(0, "no expression found in input");
    }
    Expr expr = parser.expression(LOOSEST);
    if (parser.tokens.peek().kind() != Kind.END) {
      throw parser.tokens.unexpected("expression", "an operator or the end");
    }
    return expr;
  }

  private Expr expression(int loosest) {
    nesting.enter();
    Expr left = operand();
    BinaryOperator operator = operatorAhead();
    while (operator != null && operator.precedence() >= loosest) {
      left = binary(left, operator);
      operator = operatorAhead();
    }
    nesting.leave();
    return left;
  }

  private @Nullable BinaryOperator operatorAhead() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case SIGN, WORD -> BinaryOperator.of(token.text());
      case NUMBER, DURATION, STRING, ERROR, END -> null;
    };
  }

  private Expr binary(Expr left, BinaryOperator operator) {
    Token sign = tokens.take();
    boolean returnsBool = tokens.takeIfWord("bool");
    VectorMatching matching = matching();
    if (operator.kind() == BinaryOperator.Kind.SET
        && matching.cardinality() == Cardinality.ONE_TO_ONE) {
      matching = matching.with(Cardinality.MANY_TO_MANY);
    }
    boolean rightAssociative = operator == BinaryOperator.POWER;
    Expr right = expression(operator.precedence() + (rightAssociative ? 0 : 1));
    var binary =
        new Expr.Binary(operator, left, right, returnsBool, matching, left.span().to(right.span()));
    types.check(binary, tokens.span(sign.start(), sign.end()));
    return nesting.track(binary);
  }

  private VectorMatching matching() {
    Token token = tokens.peek();
    boolean on = token.isWord("on");
    if (!(on || token.isWord("ignoring")) || !tokens.peekSecond().isSign("(")) {
      return VectorMatching.DEFAULT;
    }
    tokens.take();
    VectorMatching.Kind kind = on ? VectorMatching.Kind.ON : VectorMatching.Kind.IGNORING;
    List<String> labels = selectors.labelNames("grouping opts");
    boolean left = tokens.peek().isWord("group_left");
    if (!left && !tokens.peek().isWord("group_right")) {
      return new VectorMatching(Cardinality.ONE_TO_ONE, kind, labels, List.of());
    }
    int groupStart = tokens.take().start();
    List<String> include =
        tokens.peek().isSign("(") ? selectors.labelNames("grouping opts") : List.of();
    for (String label : include) {
      if (on && labels.contains(label)) {
        throw tokens.failure(
            groupStart, "label \"" + label + "\" must not occur in ON and GROUP clause at once");
      }
    }
    Cardinality cardinality = left ? Cardinality.MANY_TO_ONE : Cardinality.ONE_TO_MANY;
    return new VectorMatching(cardinality, kind, labels, include);
  }

  private Expr operand() {
    Token token = tokens.peek();
    if (!token.isSign("+") && !token.isSign("-")) {
      return postfixed(primary());
    }
    tokens.take();
    boolean minus = token.isSign("-");
    Expr inner = expression(BinaryOperator.POWER.precedence());
    var span = tokens.span(token.start(), inner.span().end());
    if (inner instanceof Expr.NumberLiteral number) {
      return new Expr.NumberLiteral(minus ? -number.value() : number.value(), span);
    }
    var sign = minus ? Expr.Unary.Sign.MINUS : Expr.Unary.Sign.PLUS;
    var unary = new Expr.Unary(sign, inner, span);
    types.check(unary);
    return nesting.track(unary);
  }

  /// Ranges, subqueries and time modifiers behind an expression.
  private Expr postfixed(Expr primary) {
    Expr expr = primary;
    var shift = new ShiftParser(tokens);
    while (true) {
      Token token = tokens.peek();
      if (token.isSign("[")) {
        expr = nesting.track(selectors.range(expr, shift));
        shift = new ShiftParser(tokens);
      } else if (token.isWord("offset") || token.isSign("@")) {
        TimeShift moved = shift.parse(expr);
        expr = nesting.track(selectors.shifted(expr, moved));
      } else {
        return expr;
      }
    }
  }

  private Expr primary() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NUMBER, DURATION -> selectors.number();
      case STRING -> {
        tokens.take();
        yield new Expr.StringLiteral(token.text(), tokens.spanFrom(token.start()));
      }
      case WORD -> word(token);
      case SIGN -> {
        if (token.isSign("(")) {
          yield parens();
        }
        if (token.isSign("{")) {
          yield selectors.vector();
        }
        throw tokens.unexpected("expression", "a number, string, selector or \"(\"");
      }
      case END, ERROR ->
          throw tokens.unexpected("expression", "a number, string, selector or \"(\"");
    };
  }

  private Expr parens() {
    int start = tokens.take().start();
    Expr body = expression(LOOSEST);
    tokens.expectSign(")", "parenthesised expression");
    return nesting.track(new Expr.Parens(body, tokens.spanFrom(start)));
  }

  private Expr word(Token token) {
    Token second = tokens.peekSecond();
    boolean called = second.isSign("(");
    Aggregator aggregator = Aggregator.named(token.text());
    if (aggregator != null && (called || second.isWord("by") || second.isWord("without"))) {
      return aggregation(aggregator);
    }
    String lower = token.lower();
    if (lower.equals("inf") || lower.equals("nan")) {
      return selectors.number();
    }
    if (called) {
      return call();
    }
    return selectors.vector();
  }

  private Expr call() {
    Token name = tokens.take();
    Function function = Functions.named(name.text());
    if (function == null) {
      throw tokens.failure(name.start(), "unknown function with name \"" + name.text() + '"');
    }
    List<Expr> arguments = arguments("function call");
    ValueType result = function.signature().result();
    var call = new Expr.Call(function.name(), arguments, result, tokens.spanFrom(name.start()));
    types.check(call, function.signature());
    return nesting.track(call);
  }

  private List<Expr> arguments(String context) {
    tokens.expectSign("(", context);
    var arguments = new ArrayList<Expr>();
    if (tokens.takeIfSign(")")) {
      return arguments;
    }
    do {
      arguments.add(expression(LOOSEST));
    } while (tokens.takeIfSign(","));
    tokens.expectSign(")", context);
    return arguments;
  }

  private Expr aggregation(Aggregator aggregator) {
    int start = tokens.take().start();
    Grouping before = grouping();
    List<Expr> arguments = arguments("aggregation");
    Grouping after = before == null ? grouping() : null;
    Grouping grouping = before != null ? before : after != null ? after : Grouping.ALL;
    var span = tokens.spanFrom(start);
    types.checkArity(aggregator, arguments.size(), span);
    Expr parameter = arguments.size() == 2 ? arguments.getFirst() : null;
    var aggregation =
        new Expr.Aggregation(aggregator, parameter, arguments.getLast(), grouping, span);
    types.check(aggregation);
    return nesting.track(aggregation);
  }

  private @Nullable Grouping grouping() {
    Token token = tokens.peek();
    boolean by = token.isWord("by");
    if (!by && !token.isWord("without")) {
      return null;
    }
    tokens.take();
    List<String> labels = selectors.labelNames("grouping opts");
    return new Grouping(by ? Grouping.Kind.BY : Grouping.Kind.WITHOUT, labels);
  }
}
