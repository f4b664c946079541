package dev.tocsin.server.rule;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A simple rule as it is sent; what is absent stays as it was or gets its default.
public record SimpleRuleBody(
    @Nullable String name,
    @Nullable String description,
    @Nullable String metric,
    @Nullable String condition,
    @Nullable BigDecimal threshold,
    @Nullable Integer duration,
    @Nullable Integer evaluationInterval,
    @Nullable String channel,
    @Nullable List<String> recipients,
    @Nullable Boolean isActive,
    @Nullable Integer cooldownMinutes,
    @Nullable String severity,
    @Nullable String kind,
    @Nullable Map<String, String> labels,
    @Nullable Integer window,
    @Nullable String denominator,
    @Nullable List<String> groupBy,
    @Nullable BigDecimal recoveryThreshold,
    @Nullable Integer consecutive,
    @Nullable String owner,
    @Nullable String runbookUrl) {
  /// What a form of a page sends: all its fields, empty ones too.
  ///
  /// @throws InvalidRuleException if a number is none
  public static SimpleRuleBody ofForm(Map<String, String> form) {
    var errors = new ArrayList<String>();
    var body =
        new SimpleRuleBody(
            form.get("name"),
            form.get("description"),
            form.get("metric"),
            form.get("condition"),
            decimal(form, "threshold", errors),
            whole(form, "duration", errors),
            whole(form, "evaluationInterval", errors),
            form.get("channel"),
            lines(form.getOrDefault("recipients", "")),
            form.containsKey("isActive"),
            whole(form, "cooldownMinutes", errors),
            form.get("severity"),
            form.get("kind"),
            labels(form.getOrDefault("labels", ""), errors),
            whole(form, "window", errors),
            form.get("denominator"),
            lines(form.getOrDefault("groupBy", "")),
            decimal(form, "recoveryThreshold", errors),
            whole(form, "consecutive", errors),
            form.get("owner"),
            form.get("runbookUrl"));
    if (!errors.isEmpty()) {
      throw new InvalidRuleException(errors);
    }
    return body;
  }

  private static @Nullable BigDecimal decimal(
      Map<String, String> form, String field, List<String> errors) {
    var text = form.getOrDefault(field, "").strip();
    try {
      return text.isEmpty() ? null : new BigDecimal(text);
    } catch (NumberFormatException e) {
      errors.add(field + ": \"" + text + "\" is not a number");
      return null;
    }
  }

  private static @Nullable Integer whole(
      Map<String, String> form, String field, List<String> errors) {
    var text = form.getOrDefault(field, "").strip();
    try {
      return text.isEmpty() ? null : Integer.valueOf(text);
    } catch (NumberFormatException e) {
      errors.add(field + ": \"" + text + "\" is not a whole number");
      return null;
    }
  }

  /// One on each line, or several between commas.
  private static List<String> lines(String text) {
    return Arrays.stream(text.split("[,\\n]", -1))
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static Map<String, String> labels(String text, List<String> errors) {
    var labels = new TreeMap<String, String>();
    for (var line : lines(text)) {
      int equals = line.indexOf('=');
      if (equals < 1) {
        errors.add("labels: \"" + line + "\" is not name=value");
      } else {
        var value = line.substring(equals + 1).strip().replaceAll("^\"|\"$", "");
        labels.put(line.substring(0, equals).strip(), value);
      }
    }
    return labels;
  }

  SimpleRuleBody withRecipients(List<String> others) {
    return tellingThrough(channel, others);
  }

  /// Who hears of it stays as it was.
  SimpleRuleBody withoutReceivers() {
    return tellingThrough(null, null);
  }

  private SimpleRuleBody tellingThrough(
      @Nullable String otherChannel, @Nullable List<String> others) {
    return new SimpleRuleBody(
        name,
        description,
        metric,
        condition,
        threshold,
        duration,
        evaluationInterval,
        otherChannel,
        others,
        isActive,
        cooldownMinutes,
        severity,
        kind,
        labels,
        window,
        denominator,
        groupBy,
        recoveryThreshold,
        consecutive,
        owner,
        runbookUrl);
  }
}
