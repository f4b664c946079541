package dev.tocsin.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RulesCommandTest {
  private static final String RULES =
      "groups: [{name: g, rules: [{alert: Down, expr: up == 0, labels: {severity: P1}}]}]";
  private static final String TEST =
      """
      rule_files: [r.yml]
      tests:
      - name: down
        input_series: [{series: 'up{job="a"}', values: "0x5"}]
        alert_rule_test:
        - {eval_time: 1m, alertname: Down, exp_alerts: [{exp_labels: {job: %s, severity: P1}}]}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter errors = new StringWriter();
  @TempDir private Path folder;

  private int run(Object command, String... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void testsOfTheOperatorPassAndFail() throws IOException {
    file("r.yml", RULES);
    assertEquals(0, run(new TestCommand(), "rules", file("t.yml", TEST.formatted("a"))));
    assertTrue(out.toString().startsWith("passed "), out.toString());
    assertEquals(1, run(new TestCommand(), "rules", file("t.yml", TEST.formatted("b"))));
    assertTrue(errors.toString().contains("does not fire with labels {job=b"), errors.toString());
    assertEquals(1, run(new TestCommand(), "rules", folder.resolve("none.yml").toString()));
  }

  @Test
  void aRuleWithoutRunbookFailsTheLint() throws IOException {
    assertEquals(1, run(new RulesCommand(), "lint", file("r.yml", RULES)));
    assertTrue(errors.toString().contains("annotations.runbook_url"), errors.toString());
  }

  @Test
  void theDocumentNamesEachThreshold() throws IOException {
    assertEquals(0, run(new RulesCommand(), "thresholds", file("r.yml", RULES)));
    assertTrue(out.toString().contains("| Down | P1 | `up == 0` | 0s |"), out.toString());
  }
}
