package dev.tocsin.server.rule;

import dev.tocsin.promql.Value;
import dev.tocsin.promql.ast.Expr;

/// Evaluates an expression over the stored series.
@FunctionalInterface
public interface RuleQuery {
  Value instant(Expr expr, long atMillis);
}
