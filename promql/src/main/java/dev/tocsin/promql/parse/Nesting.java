package dev.tocsin.promql.parse;

import dev.tocsin.promql.ast.Expr;
import java.util.IdentityHashMap;

/// Keeps the depth of trees below [#MAX_DEPTH], so that neither parsing nor walking them can run
/// out of stack.
final class Nesting {
  static final int MAX_DEPTH = 256;

  private final Tokens tokens;
  private final IdentityHashMap<Expr, Integer> depths = new IdentityHashMap<>();
  private int open;

  Nesting(Tokens tokens) {
    this.tokens = tokens;
  }

  /// Counts one level of recursion.
  void enter() {
    open++;
    if (open > MAX_DEPTH) {
      throw tooDeep();
    }
  }

  void leave() {
    open--;
  }

  /// Notes a finished node.
  <T extends Expr> T track(T expr) {
    int depth = 0;
    for (Expr child : expr.children()) {
      depth = Math.max(depth, depths.getOrDefault(child, 0));
    }
    if (depth >= MAX_DEPTH) {
      throw tooDeep();
    }
    depths.put(expr, depth + 1);
    return expr;
  }

  private RuntimeException tooDeep() {
    return tokens.failure(
        tokens.peek().start(), "expression is nested deeper than " + MAX_DEPTH + " levels");
  }
}
