package dev.tocsin.server.rule;

import dev.tocsin.promql.PromQl;
import dev.tocsin.server.config.DurationText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A rule as a form asks for it: a metric compared with a threshold. It compiles to an [AlertRule].
///
/// - A counter is judged by its rate per second over the window, a reset counting as one; as long
///   as the window reaches back before the counter was first seen, nothing is judged.
/// - A histogram is judged by its 99th percentile over the window, estimated from its buckets over
///   all instances.
/// - A gauge is judged by its current value, each series on its own.
///
/// @param cooldown how long the same alert stays quiet after it has notified
public record SimpleRule(
    String name, Signal signal, Test test, Duration cooldown, String severity) {
  private static final Pattern METRIC_NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");

  /// What the numbers of a metric mean.
  public enum Kind {
    COUNTER,
    HISTOGRAM,
    GAUGE
  }

  /// What is measured.
  ///
  /// @param selector labels that a series must have
  /// @param window over which counters and histograms are judged
  public record Signal(String metric, Kind kind, Map<String, String> selector, Duration window) {
    public Signal {
      if (!METRIC_NAME.matcher(metric).matches()) {
        throw new IllegalArgumentException("\"" + metric + "\" is not a metric name");
      }
      if (kind != Kind.GAUGE && (window.isZero() || window.isNegative())) {
        throw new IllegalArgumentException("a " + kind + " needs a window longer than 0");
      }
      selector = Map.copyOf(selector);
    }
  }

  /// When it alerts.
  ///
  /// @param duration how long the condition must hold
  public record Test(AlertCondition condition, BigDecimal threshold, Duration duration) {}

  /// The expression that returns the series for which the condition holds.
  public String promQl() {
    var window = DurationText.print(signal.window());
    var compared = " " + test.condition().sign() + " " + test.threshold().toPlainString();
    return switch (signal.kind()) {
      case COUNTER ->
          "rate(%s[%s])%s and %s offset %s"
              .formatted(selector(""), window, compared, selector(""), window);
      case HISTOGRAM ->
          "histogram_quantile(0.99, sum without (instance) (rate(%s[%s])))%s"
              .formatted(selector("_bucket"), window, compared);
      case GAUGE -> selector("") + compared;
    };
  }

  /// @param group the group that it belongs to
  /// @param source where it is kept
  public AlertRule compiled(String group, String source) {
    var text = promQl();
    return new AlertRule(
        group,
        name,
        PromQl.parse(text),
        text,
        test.duration(),
        Duration.ZERO,
        Map.of("severity", severity),
        Map.of(AlertRule.COOLDOWN, DurationText.print(cooldown)),
        source);
  }

  private String selector(String suffix) {
    var metric = signal.metric() + suffix;
    if (signal.selector().isEmpty()) {
      return metric;
    }
    return new TreeMap<>(signal.selector())
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + quoted(label.getValue()))
            .collect(Collectors.joining(", ", metric + "{", "}"));
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
