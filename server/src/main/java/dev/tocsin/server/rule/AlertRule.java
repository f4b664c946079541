package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.promql.ast.Expr;
import dev.tocsin.server.config.DurationText;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  /// The annotation with the expression that keeps a firing alert firing although the condition
  /// does not hold any more, such as `queue_depth > 80` beside a condition of `queue_depth > 100`.
  public static final String KEEP_FIRING_WHILE = "tocsin_keep_firing_while";

  /// The annotation that says what it means when there is no data: one of [NoData].
  public static final String NO_DATA = "tocsin_no_data";

  /// What it means for a rule that the series which it judges are not there.
  public enum NoData {
    /// An open alert stays as it is, for as long as the server is told to wait.
    KEEP,
    /// It is over, as for Prometheus.
    RESOLVE,
    /// As [#KEEP]; and if there are no series at all, that is an alert of its own.
    ALERT;

    /// @throws IllegalArgumentException for any other text
    static NoData parse(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  public AlertRule {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  /// The cooldown among the annotations of a rule or of its alert.
  public static Optional<Duration> cooldown(Map<String, String> annotations) {
    return Optional.ofNullable(annotations.get(COOLDOWN)).flatMap(DurationText::parse);
  }

  /// What the rule itself says about missing data, if it does.
  public Optional<NoData> noData() {
    return Optional.ofNullable(annotations.get(NO_DATA)).map(NoData::parse);
  }

  /// The expression that keeps a firing alert firing.
  public Optional<Expr> keepFiringWhile() {
    return Optional.ofNullable(annotations.get(KEEP_FIRING_WHILE)).map(PromQl::parse);
  }

  /// Names the rule's stored state: it stays the same when the file is edited elsewhere or the
  /// expression is corrected, and differs between rules of one name with different labels.
  public String key() {
    var file = source.substring(0, Math.max(source.lastIndexOf(':'), 0));
    return file + ";" + group + ";" + name + ";" + new TreeMap<>(labels);
  }
}
