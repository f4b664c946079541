package dev.tocsin.server.rule;

import dev.tocsin.promql.ast.Expr;
import java.util.Map;

/// One rule of a group.
public sealed interface Rule permits AlertRule, RecordingRule {
  /// The name of its group.
  String group();

  /// The alert's name, or the metric that is recorded.
  String name();

  Expr expr();

  /// The expression as it stands in the file.
  String exprText();

  Map<String, String> labels();

  /// File and line, such as `packs/core/rules/availability.yml:12`.
  String source();
}
