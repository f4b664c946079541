package dev.tocsin.server.ascode;

import dev.tocsin.server.config.Settings;
import dev.tocsin.server.rule.SimpleRule;
import dev.tocsin.server.rule.SimpleRuleBody;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A rule of the simple form as YAML: the members of the API, in the words of configuration files.
final class RuleText {
  private RuleText() {}

  /// Every member, in the order in which a person reads them.
  static Map<String, Object> write(SimpleRule rule) {
    var signal = rule.signal();
    var test = rule.test();
    var notice = rule.notice();
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", rule.name());
    item.put("description", rule.description());
    item.put("active", rule.active());
    item.put("metric", signal.metric());
    item.put("kind", signal.kind().name());
    item.put("labels", new TreeMap<>(signal.selector()));
    item.put("group_by", signal.groupBy());
    item.put("window", signal.window().toSeconds());
    item.put("denominator", signal.denominator());
    item.put("condition", test.condition().name());
    item.put("threshold", number(test.threshold()));
    var recovery = test.recovery();
    if (recovery != null) {
      item.put("recovery_threshold", number(recovery));
    }
    item.put("consecutive", test.consecutive());
    item.put("duration", test.duration().toSeconds());
    item.put("evaluation_interval", test.interval().toSeconds());
    item.put("severity", notice.severity());
    item.put("channel", notice.channel().name());
    item.put("recipients", notice.recipients());
    item.put("cooldown_minutes", notice.cooldown().toMinutes());
    item.put("owner", notice.owner());
    item.put("runbook_url", notice.runbookUrl());
    item.values().removeIf(it -> it.equals("") || it.equals(List.of()) || it.equals(Map.of()));
    return item;
  }

  /// Numbers that are equal are written alike, whole ones without a point.
  private static Object number(BigDecimal number) {
    var plain = number.stripTrailingZeros();
    return plain.scale() <= 0 ? (Object) plain.toBigIntegerExact() : plain;
  }

  static SimpleRuleBody read(Settings item) {
    var body =
        new SimpleRuleBody(
            item.required("name", "name the rule; it is known by its name"),
            item.text("description", ""),
            item.required("metric", "name what is measured"),
            item.text("condition").orElse(null),
            decimal(item, "threshold"),
            whole(item, "duration"),
            whole(item, "evaluation_interval"),
            item.text("channel").orElse(null),
            item.texts("recipients"),
            item.flag("active", true),
            whole(item, "cooldown_minutes"),
            item.text("severity").orElse(null),
            item.text("kind").orElse(null),
            item.labels("labels"),
            whole(item, "window"),
            item.text("denominator", ""),
            item.has("group_by") ? item.texts("group_by") : List.of(),
            decimal(item, "recovery_threshold"),
            whole(item, "consecutive"),
            item.text("owner", ""),
            item.text("runbook_url", ""));
    item.finish();
    return body;
  }

  private static @Nullable BigDecimal decimal(Settings item, String key) {
    var text = item.text(key).orElse("");
    try {
      return text.isBlank() ? null : new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      item.report(key, "\"" + text + "\" is not a number", "write a number such as 0.05");
      return null;
    }
  }

  private static @Nullable Integer whole(Settings item, String key) {
    return item.has(key) ? (Integer) item.integer(key, 0, 0, Integer.MAX_VALUE) : null;
  }
}
