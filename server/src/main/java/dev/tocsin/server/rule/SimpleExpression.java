package dev.tocsin.server.rule;

import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.config.KeyPattern;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A simple rule in PromQL.
final class SimpleExpression {
  private static final int BASELINE_WEEKS = 4;

  private final SimpleRule.Signal signal;
  private final SimpleRule.Test test;
  private final String window;

  SimpleExpression(SimpleRule rule) {
    signal = rule.signal();
    test = rule.test();
    window = DurationText.print(signal.window());
  }

  /// Returns the series for which the condition holds.
  String condition(BigDecimal threshold) {
    var holds = " " + test.condition().sign() + " " + threshold.toPlainString();
    return switch (signal.kind()) {
      case COUNTER -> value() + holds + " and " + selector("") + " offset " + window;
      case GAUGE, HISTOGRAM, RATIO, SPIKE, AGE -> value() + holds;
      case ABSENCE -> value();
      case CONSECUTIVE ->
          "%s and count_over_time(%s[%s]) >= %d"
              .formatted(allOfThem(holds), selector(""), window, test.consecutive());
      case GROWTH -> "%s%s and resets(%s[%s]) == 0".formatted(value(), holds, selector(""), window);
    };
  }

  /// Returns what is compared.
  String value() {
    return switch (signal.kind()) {
      case GAUGE -> selector("");
      case COUNTER -> "rate(%s[%s])".formatted(selector(""), window);
      case HISTOGRAM ->
          "histogram_quantile(0.99, sum %s (rate(%s[%s])))"
              .formatted(bucketGrouping(), selector("_bucket"), window);
      case RATIO ->
          "%s / %s"
              .formatted(added(selector(""), ""), added(selector(signal.denominator(), ""), ""));
      case ABSENCE -> "absent_over_time(%s[%s])".formatted(selector(""), window);
      case CONSECUTIVE -> "last_over_time(%s[%s])".formatted(selector(""), window);
      case GROWTH -> "delta(%s[%s])".formatted(selector(""), window);
      case AGE -> "time() - max by (%s) (%s)".formatted(groups(), selector(""));
      case SPIKE -> "%s / (%s * on () group_left () %s)".formatted(level(""), usual(), factor(""));
    };
  }

  /// Whether the condition holds for each sample of the window.
  private String allOfThem(String holds) {
    var least = "min_over_time(%s[%s])".formatted(selector(""), window) + holds;
    var most = "max_over_time(%s[%s])".formatted(selector(""), window) + holds;
    return switch (test.condition()) {
      case GT, GTE -> least;
      case LT, LTE -> most;
      case EQ -> least + " and " + most;
    };
  }

  private String bucketGrouping() {
    return signal.groupBy().isEmpty() ? "without (instance)" : "by (" + groups() + ", le)";
  }

  private String groups() {
    return String.join(", ", signal.groupBy());
  }

  private String added(String series, String offset) {
    return "sum by (%s) (rate(%s[%s]%s))".formatted(groups(), series, window, offset);
  }

  /// How much of it there is over the window.
  private String level(String offset) {
    var name = signal.metric();
    boolean counts = name.endsWith("_total") || name.endsWith("_count") || name.endsWith("_sum");
    return counts
        ? added(selector(""), offset)
        : "avg by (%s) (avg_over_time(%s[%s]%s))".formatted(groups(), selector(""), window, offset);
  }

  /// The middle of the levels at this time in past weeks, each as if its day had been an ordinary
  /// one.
  private String usual() {
    return IntStream.rangeClosed(1, BASELINE_WEEKS)
        .mapToObj(
            week -> {
              var offset = " offset " + DurationText.print(Duration.ofDays(7L * week));
              return """
              label_replace(%s / on () group_left () %s, "tocsin_week", "%d", "", "")\
              """
                  .formatted(level(offset), factor(offset), week);
            })
        .collect(Collectors.joining(" or ", "(quantile by (" + groups() + ") (0.5, ", ") > 0)"));
  }

  private static String factor(String offset) {
    return "(" + KnownDays.FACTOR + offset + " or on () vector(1))";
  }

  private String selector(String suffix) {
    return selector(signal.metric(), suffix);
  }

  private String selector(String metric, String suffix) {
    if (signal.selector().isEmpty()) {
      return metric + suffix;
    }
    return new TreeMap<>(signal.selector())
        .entrySet().stream()
            .map(label -> label.getKey() + matching(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", ", metric + suffix + "{", "}"));
  }

  /// A star in the label `key` stands for any text; in other labels it is a star.
  private static String matching(String name, String value) {
    return name.equals("key")
        ? KeyPattern.parse(value)
            .filter(KeyPattern::isWild)
            .map(pattern -> "=~" + quoted(pattern.regex()))
            .orElseGet(() -> "=" + quoted(value))
        : "=" + quoted(value);
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
