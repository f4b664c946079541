package dev.tocsin.server.pack;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.rule.AlertRule;
import dev.tocsin.server.rule.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What every alert rule should say, so that whoever it wakes knows what to do: severity, owner,
/// summary, description, rationale and runbook. A shipped rule must; an operator's rule gets a
/// warning.
public final class RuleLint {
  private static final List<String> LABELS = List.of("severity", "owner");
  private static final List<String> ANNOTATIONS =
      List.of("summary", "description", "rationale", "runbook_url");
  private static final Set<String> SEVERITIES = Set.of("P1", "P2", "P3", "P4");
  private static final String RUNBOOKS = "/runbooks/";

  private final Set<String> runbookPaths;

  /// @param packs whose runbooks may be linked to by path
  public RuleLint(Packs packs) {
    runbookPaths = packs.runbooks().stream().map(Runbook::path).collect(Collectors.toSet());
  }

  public List<Problem> check(RuleSet rules) {
    var problems = new ArrayList<Problem>();
    rules.alertRules().forEach(rule -> check(rule, problems));
    return problems;
  }

  private void check(AlertRule rule, List<Problem> problems) {
    for (var label : LABELS) {
      if (rule.labels().getOrDefault(label, "").isBlank()) {
        add(problems, rule, "labels." + label, "is missing", "add it");
      }
    }
    for (var annotation : ANNOTATIONS) {
      if (rule.annotations().getOrDefault(annotation, "").isBlank()) {
        add(problems, rule, "annotations." + annotation, "is missing", "add it");
      }
    }
    var severity = rule.labels().getOrDefault("severity", "P1");
    if (!SEVERITIES.contains(severity)) {
      add(problems, rule, "labels.severity", severity + " is none", "use P1, P2, P3 or P4");
    }
    var runbook = rule.annotations().getOrDefault("runbook_url", "");
    if (runbook.startsWith(RUNBOOKS) && !runbookPaths.contains(runbook)) {
      var remedy = "write it or link to another";
      add(problems, rule, "annotations.runbook_url", runbook + " does not exist", remedy);
    }
  }

  private static void add(
      List<Problem> problems, AlertRule rule, String key, String what, String remedy) {
    var place = "group \"%s\", rule \"%s\": ".formatted(rule.group(), rule.name());
    problems.add(new Problem(rule.source(), key, place + what, remedy));
  }
}
