package dev.tocsin.server.rule;

import dev.tocsin.promql.ast.Expr;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// A condition that raises one alert for each series that its expression returns.
///
/// @param hold how long the condition must hold before the alert fires (`for`)
/// @param keepFiring how long a firing alert outlives its condition (`keep_firing_for`)
/// @param labels templates of the labels that each alert gets
/// @param annotations templates of the texts that each alert gets
/// @param source file and line, such as `packs/core/rules/availability.yml:12`
public record AlertRule(
    String group,
    String name,
    Expr expr,
    String exprText,
    Duration hold,
    Duration keepFiring,
    Map<String, String> labels,
    Map<String, String> annotations,
    String source)
    implements Rule {
  /// The annotation that sets how long the same alert stays quiet after it has notified, such as
  /// `30m`. An annotation, so that the file stays a Prometheus rule file.
  public static final String COOLDOWN = "tocsin_cooldown";

  public AlertRule {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// Names the rule's stored state: it stays the same when the file is edited elsewhere or the
  /// expression is corrected, and differs between rules of one name with different labels.
  public String key() {
    var file = source.substring(0, Math.max(source.lastIndexOf(':'), 0));
    return file + ";" + group + ";" + name + ";" + new TreeMap<>(labels);
  }
}
