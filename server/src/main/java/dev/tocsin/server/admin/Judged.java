package dev.tocsin.server.admin;

import dev.tocsin.promql.ast.BinaryOperator;
import dev.tocsin.promql.ast.Expr;
import java.util.Optional;

/// A rule's expression, taken apart into what it measures and what it compares that with.
///
/// @param limit what the value is compared with, if it is compared at all
/// @param sign how, such as `>`
record Judged(Expr value, Optional<Expr> limit, String sign) {
  /// Of `a > 1 and b > 2` it is the first comparison that tells the story.
  static Judged of(Expr expr) {
    var bare = expr.unwrapped();
    if (!(bare instanceof Expr.Binary binary)) {
      return new Judged(bare, Optional.empty(), "");
    }
    return switch (binary.operator().kind()) {
      case SET -> of(binary.left());
      case ARITHMETIC -> new Judged(bare, Optional.empty(), "");
      case COMPARISON ->
          binary.left().unwrapped() instanceof Expr.NumberLiteral
              ? new Judged(
                  binary.right().unwrapped(),
                  Optional.of(binary.left().unwrapped()),
                  turned(binary.operator()))
              : new Judged(
                  binary.left().unwrapped(),
                  Optional.of(binary.right().unwrapped()),
                  binary.operator().toString());
    };
  }

  private static String turned(BinaryOperator operator) {
    return switch (operator) {
      case LESS -> BinaryOperator.GREATER.toString();
      case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL.toString();
      case GREATER -> BinaryOperator.LESS.toString();
      case GREATER_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL.toString();
      default -> operator.toString();
    };
  }
}
