package dev.tocsin.promql.parse;

import dev.tocsin.promql.PromQlParseException;
import dev.tocsin.promql.ast.Aggregator;
import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.promql.ast.Span;
import dev.tocsin.promql.ast.ValueType;
import dev.tocsin.promql.ast.VectorMatching;
import dev.tocsin.promql.ast.VectorMatching.Cardinality;
import dev.tocsin.promql.function.Signature;

/// Which types may stand where.
final class TypeRules {
  private final Tokens tokens;

  TypeRules(Tokens tokens) {
    this.tokens = tokens;
  }

  void check(Expr.Unary unary) {
    if (!isNumeric(unary.operand())) {
      throw failure(
          unary.operand(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + unary.operand().type());
    }
  }

  /// @param sign where the operator stands
  void check(Expr.Binary binary, Span sign) {
    BinaryOperator operator = binary.operator();
    for (Expr side : binary.children()) {
      if (!isNumeric(side)) {
        throw failure(side, "binary expression must contain only scalar and instant vector types");
      }
    }
    boolean comparison = operator.kind() == BinaryOperator.Kind.COMPARISON;
    if (binary.returnsBool() && !comparison) {
      throw tokens.failure(sign, "bool modifier can only be used on comparison operators");
    }
    if (comparison && binary.type() == ValueType.SCALAR && !binary.returnsBool()) {
      throw tokens.failure(sign, "comparisons between scalars must use BOOL modifier");
    }
    checkMatching(binary, sign);
  }

  private void checkMatching(Expr.Binary binary, Span sign) {
    BinaryOperator operator = binary.operator();
    VectorMatching matching = binary.matching();
    boolean set = operator.kind() == BinaryOperator.Kind.SET;
    boolean vectors =
        binary.left().type() == ValueType.INSTANT_VECTOR
            && binary.right().type() == ValueType.INSTANT_VECTOR;
    if (set && !vectors) {
      throw tokens.failure(
          sign, "set operator \"" + operator + "\" not allowed in binary scalar expression");
    }
    boolean grouped =
        matching.cardinality() == Cardinality.MANY_TO_ONE
            || matching.cardinality() == Cardinality.ONE_TO_MANY;
    if (set && grouped) {
      throw tokens.failure(sign, "no grouping allowed for \"" + operator + "\" operation");
    }
    boolean matches = grouped || matching.kind() == VectorMatching.Kind.ON;
    if (!vectors && (matches || !matching.labels().isEmpty())) {
      throw tokens.failure(sign, "vector matching only allowed between instant vectors");
    }
  }

  void checkArity(Aggregator aggregator, int count, Span span) {
    int expected = aggregator.parameterType() == null ? 1 : 2;
    if (count == 0) {
      throw tokens.failure(span, "no arguments for aggregate expression provided");
    }
    if (count != expected) {
      throw tokens.failure(
          span,
          "wrong number of arguments for aggregate expression provided, expected %d, got %d"
              .formatted(expected, count));
    }
  }

  void check(Expr.Aggregation aggregation) {
    expect(aggregation.body(), ValueType.INSTANT_VECTOR, "aggregation expression");
    ValueType wanted = aggregation.aggregator().parameterType();
    Expr parameter = aggregation.parameter();
    if (wanted != null && parameter != null) {
      expect(parameter, wanted, "aggregation parameter");
    }
  }

  void check(Expr.Call call, Signature signature) {
    int count = call.arguments().size();
    if (count < signature.fewest() || count > signature.most()) {
      boolean exact = signature.fewest() == signature.most();
      String amount = exact ? "" : count < signature.fewest() ? "at least " : "at most ";
      int bound = count < signature.fewest() ? signature.fewest() : signature.most();
      throw tokens.failure(
          call.span(),
          "expected %s%d argument(s) in call to \"%s\", got %d"
              .formatted(amount, bound, call.function(), count));
    }
    for (int i = 0; i < count; i++) {
      expect(
          call.arguments().get(i),
          signature.argument(i),
          "call to function \"" + call.function() + '"');
    }
  }

  private void expect(Expr expr, ValueType wanted, String context) {
    if (expr.type() != wanted) {
      throw failure(expr, "expected type " + wanted + " in " + context + ", got " + expr.type());
    }
  }

  private static boolean isNumeric(Expr expr) {
    return expr.type() == ValueType.SCALAR || expr.type() == ValueType.INSTANT_VECTOR;
  }

  private PromQlParseException failure(Expr expr, String problem) {
    return tokens.failure(expr.span(), problem);
  }
}
