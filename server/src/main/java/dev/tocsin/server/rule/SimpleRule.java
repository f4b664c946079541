package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.server.config.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A rule as a form asks for it: a metric compared with a threshold. It compiles to an [AlertRule].
///
/// @param active whether it is evaluated
public record SimpleRule(
    String name, String description, Signal signal, Test test, Notice notice, boolean active) {
  /// The file that all of them seem to stand in.
  public static final String FILE = "alert_rules";

  /// The annotation that holds the id of the rule.
  public static final String ID = "tocsin_rule";

  static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);

  /// What is made of a metric.
  public enum Kind {
    /// Its rate per second over the window, a reset counting as one; as long as the window reaches
    /// back before the counter was first seen, nothing is judged.
    COUNTER,
    /// Its 99th percentile over the window, estimated from its buckets over all instances.
    HISTOGRAM,
    /// Its current value, each series on its own.
    GAUGE,
    /// The rate of a counter as a share of another's.
    RATIO,
    /// That it has not been seen within the window.
    ABSENCE,
    /// Its samples within the window: all bad, and at least so many.
    CONSECUTIVE,
    /// By how much it has grown within the window without ever falling.
    GROWTH,
    /// How many times what is usual at this hour of the week.
    SPIKE,
    /// The seconds since the time that it holds.
    AGE
  }

  /// What is measured.
  ///
  /// @param selector labels that a series must have
  /// @param window over which it is judged
  /// @param denominator the other counter of a ratio, or the empty text
  /// @param groupBy labels that are kept where series are added up
  public record Signal(
      String metric,
      Kind kind,
      Map<String, String> selector,
      Duration window,
      String denominator,
      List<String> groupBy) {
    public Signal {
      if (!METRIC_NAME.matcher(metric).matches()) {
        throw new IllegalArgumentException("\"" + metric + "\" is not a metric name");
      }
      boolean looksBack = kind != Kind.GAUGE && kind != Kind.AGE;
      if (looksBack && (window.isZero() || window.isNegative())) {
        throw new IllegalArgumentException("a " + kind + " needs a window longer than 0");
      }
      if (kind == Kind.RATIO && !METRIC_NAME.matcher(denominator).matches()) {
        throw new IllegalArgumentException("\"" + denominator + "\" is not a metric name");
      }
      selector = Map.copyOf(selector);
      groupBy = List.copyOf(groupBy);
    }

    /// A metric as it is, without the other counter and without adding up.
    public static Signal of(
        String metric, Kind kind, Map<String, String> selector, Duration window) {
      return new Signal(metric, kind, selector, window, "", List.of());
    }
  }

  /// When it alerts.
  ///
  /// @param duration how long the condition must hold
  /// @param interval how often it is evaluated
  /// @param recovery the value that a firing alert must come back to, or null for the threshold
  /// @param consecutive how many bad samples [Kind#CONSECUTIVE] asks for
  public record Test(
      AlertCondition condition,
      BigDecimal threshold,
      Duration duration,
      Duration interval,
      @Nullable BigDecimal recovery,
      int consecutive) {
    /// Evaluated every minute, without a recovery of its own.
    public static Test of(AlertCondition condition, BigDecimal threshold, Duration duration) {
      return new Test(condition, threshold, duration, Duration.ofMinutes(1), null, 1);
    }
  }

  /// Who is told, and how.
  ///
  /// @param severity P1 to P4
  /// @param cooldown how long the same alert stays quiet after it has notified
  /// @param owner who answers for the rule, or the empty text
  /// @param runbookUrl what to do, or the empty text
  public record Notice(
      String severity,
      Duration cooldown,
      AlertChannel channel,
      List<String> recipients,
      String owner,
      String runbookUrl) {
    public Notice {
      recipients = List.copyOf(recipients);
    }

    /// By mail, to nobody in particular.
    public static Notice of(String severity, Duration cooldown) {
      return new Notice(severity, cooldown, AlertChannel.EMAIL, List.of(), "", "");
    }
  }

  /// The expression that returns the series for which the condition holds.
  public String promQl() {
    return new SimpleExpression(this).condition(test.threshold());
  }

  /// The expression of the value that is compared.
  public String valueQl() {
    return new SimpleExpression(this).value();
  }

  /// The rule as a group of its own, because it has an interval of its own. A rule is evaluated at
  /// least as often as its condition must hold, or it could not tell.
  ///
  /// @param id names it for ever
  public RuleGroup compiled(String id, int seriesLimit) {
    var interval = test.interval();
    if (!test.duration().isZero() && test.duration().compareTo(interval) < 0) {
      interval = test.duration();
    }
    interval = interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval;
    return new RuleGroup(FILE, id, interval, seriesLimit, List.of(alertRule(id)));
  }

  private AlertRule alertRule(String id) {
    var text = promQl();
    return new AlertRule(
        id,
        name,
        PromQl.parse(text),
        text,
        test.duration(),
        Duration.ZERO,
        labels(),
        annotations(id),
        FILE + ":1");
  }

  private Map<String, String> labels() {
    var labels = new TreeMap<String, String>();
    labels.put("severity", notice.severity());
    if (!notice.owner().isEmpty()) {
      labels.put("owner", notice.owner());
    }
    return labels;
  }

  /// What a message about it must say, and what the engine must know beside the expression.
  private Map<String, String> annotations(String id) {
    var texts = new TreeMap<String, String>();
    texts.put(ID, id);
    texts.put("summary", name + ": {{ $value | humanize }}");
    texts.put("description", description.isEmpty() ? sentence() : description);
    texts.put("metric", signal.metric());
    texts.put("condition", test.condition().name());
    texts.put("threshold", test.threshold().toPlainString());
    texts.put("dashboard_url", "/admin/rules/" + id);
    if (!notice.runbookUrl().isEmpty()) {
      texts.put("runbook_url", notice.runbookUrl());
    }
    texts.put(AlertRule.COOLDOWN, DurationText.print(notice.cooldown()));
    var recovery = test.recovery();
    if (recovery != null) {
      texts.put(AlertRule.KEEP_FIRING_WHILE, new SimpleExpression(this).condition(recovery));
    }
    return texts;
  }

  private String sentence() {
    return "%s is %s %s for %s"
        .formatted(
            signal.metric(),
            test.condition().sign(),
            test.threshold().toPlainString(),
            DurationText.print(test.duration()));
  }
}
