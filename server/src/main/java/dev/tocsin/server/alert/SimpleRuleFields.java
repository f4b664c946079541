package dev.tocsin.server.alert;

import dev.tocsin.server.rule.SimpleRule;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A simple rule as the fields of its form.
final class SimpleRuleFields {
  private SimpleRuleFields() {}

  static Map<String, String> of(SimpleRule rule) {
    var fields = new TreeMap<String, String>();
    var signal = rule.signal();
    var test = rule.test();
    var notice = rule.notice();
    fields.put("name", rule.name());
    fields.put("description", rule.description());
    fields.put("metric", signal.metric());
    fields.put("kind", signal.kind().name());
    fields.put("labels", lines(signal.selector()));
    fields.put("window", Long.toString(signal.window().toSeconds()));
    fields.put("denominator", signal.denominator());
    fields.put("groupBy", String.join(", ", signal.groupBy()));
    fields.put("condition", test.condition().name());
    fields.put("threshold", text(test.threshold()));
    fields.put("duration", Long.toString(test.duration().toSeconds()));
    fields.put("evaluationInterval", Long.toString(test.interval().toSeconds()));
    fields.put("recoveryThreshold", text(test.recovery()));
    fields.put("consecutive", Integer.toString(test.consecutive()));
    fields.put("severity", notice.severity());
    fields.put("cooldownMinutes", Long.toString(notice.cooldown().toMinutes()));
    fields.put("channel", notice.channel().name());
    fields.put("recipients", String.join("\n", notice.recipients()));
    fields.put("owner", notice.owner());
    fields.put("runbookUrl", notice.runbookUrl());
    if (rule.active()) {
      fields.put("isActive", "on");
    }
    return fields;
  }

  private static String text(@Nullable BigDecimal number) {
    return number == null ? "" : number.toPlainString();
  }

  private static String lines(Map<String, String> labels) {
    return new TreeMap<>(labels)
        .entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining("\n"));
  }
}
