package dev.tocsin.server.rule;

import dev.tocsin.promql.ast.Expr;
import java.util.Map;

/// An expression whose result is kept as series of a new name.
///
/// @param name the metric name of the result
/// @param labels set on every series of the result
public record RecordingRule(
    String group,
    String name,
    Expr expr,
    String exprText,
    Map<String, String> labels,
    String source)
    implements Rule {
  public RecordingRule {
    labels = Map.copyOf(labels);
  }
}
