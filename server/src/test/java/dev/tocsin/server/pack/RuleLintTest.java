package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import dev.tocsin.server.rule.RuleOptions;
import dev.tocsin.server.rule.RuleSet;
import dev.tocsin.server.rule.RuleSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleLintTest {
  private static List<String> lint(String text) {
    var problems = new Problems();
    var rules =
        RuleSet.read(List.of(new RuleSource("r.yml", text)), RuleOptions.defaults(), problems);
    var packs = Packs.read(List.of("core"), problems);
    problems.throwIfAny();
    return new RuleLint(packs).check(rules).stream().map(Problem::toString).toList();
  }

  @Test
  void namesEverythingThatARuleLacks() {
    assertEquals(
        List.of(
            "r.yml:3: labels.severity: group \"g\", rule \"A\": is missing; add it",
            "r.yml:3: labels.owner: group \"g\", rule \"A\": is missing; add it",
            "r.yml:3: annotations.summary: group \"g\", rule \"A\": is missing; add it",
            "r.yml:3: annotations.description: group \"g\", rule \"A\": is missing; add it",
            "r.yml:3: annotations.rationale: group \"g\", rule \"A\": is missing; add it",
            "r.yml:3: annotations.runbook_url: group \"g\", rule \"A\": is missing; add it"),
        lint("groups:\n- name: g\n  rules: [{alert: A, expr: up}, {record: b, expr: up}]"));
  }

  @Test
  void refusesAnUnknownSeverityAndARunbookThatDoesNotExist() {
    var text =
        """
        groups:
        - name: g
          rules:
          - alert: A
            expr: up
            labels: {severity: critical, owner: me}
            annotations: {summary: s, description: d, rationale: r, runbook_url: /runbooks/core/none}
          - alert: B
            expr: up
            labels: {severity: P3, owner: me}
            annotations: {summary: s, description: d, rationale: r, runbook_url: "https://wiki/b"}
        """;
    assertEquals(
        List.of(
            "r.yml:4: labels.severity: group \"g\", rule \"A\": critical is none; use P1, P2, P3 or"
                + " P4",
            "r.yml:4: annotations.runbook_url: group \"g\", rule \"A\": /runbooks/core/none does"
                + " not exist; write it or link to another"),
        lint(text));
  }
}
