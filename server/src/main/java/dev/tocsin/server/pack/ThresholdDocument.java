package dev.tocsin.server.pack;

import dev.tocsin.series.Labels;
import dev.tocsin.server.config.DurationText;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RecordingRule;
import dev.tocsin.server.rule.Rule;
import dev.tocsin.server.rule.RuleGroup;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.Thresholds;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The document of all alert thresholds: what each rule compares, why, who answers for it and what
/// to do. It is made of the rules, so it cannot differ from them.
public final class ThresholdDocument {
  private ThresholdDocument() {}

  /// As Markdown.
  public static String of(RuleSet rules) {
    var text =
        new StringBuilder(
            """
            # Alert thresholds

            Made by `./tocsin rules thresholds`; edit the rules instead.
            """);
    for (var group : rules.groups()) {
      var alerts =
          group.rules().stream()
              .flatMap(rule -> rule instanceof AlertRule it ? Stream.of(it) : Stream.empty())
              .toList();
      if (alerts.isEmpty()) {
        continue;
      }
      text.append("\n## ").append(group.file()).append(", ").append(group.name()).append("\n\n");
      text.append("| rule | severity | fires when | for | why | owner | runbook |\n");
      text.append("|---|---|---|---|---|---|---|\n");
      alerts.forEach(alert -> text.append(line(alert)));
      signs(group).forEach(sign -> text.append(sign));
    }
    return text.toString();
  }

  /// What the alerts of a group count: recorded series that are 1 above a threshold of their own.
  private static List<String> signs(RuleGroup group) {
    var lines = new ArrayList<String>();
    for (var rule : group.rules()) {
      var found = limits(rule);
      if (rule instanceof RecordingRule && !found.isEmpty()) {
        var name = "`" + rule.name() + Labels.of(rule.labels()) + "`";
        lines.add("| " + name + " | " + cell(String.join("<br>", found)) + " |\n");
      }
    }
    if (!lines.isEmpty()) {
      lines.addFirst("\n| sign | is up when |\n|---|---|\n");
    }
    return lines;
  }

  private static String line(AlertRule rule) {
    var cells =
        List.of(
            rule.name(),
            rule.labels().getOrDefault("severity", ""),
            String.join("<br>", thresholds(rule)),
            DurationText.print(rule.hold()),
            rule.annotations().getOrDefault("rationale", ""),
            rule.labels().getOrDefault("owner", ""),
            rule.annotations().getOrDefault("runbook_url", ""));
    return "| " + String.join(" | ", cells.stream().map(ThresholdDocument::cell).toList()) + " |\n";
  }

  private static String cell(String text) {
    return text.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }

  /// The comparisons with limits, or the whole expression if it has none.
  private static List<String> thresholds(AlertRule rule) {
    var found = limits(rule);
    return found.isEmpty() ? List.of("`" + rule.expr() + "`") : found;
  }

  private static List<String> limits(Rule rule) {
    return Thresholds.in(rule.expr()).stream().map(it -> "`" + it + "`").toList();
  }
}
