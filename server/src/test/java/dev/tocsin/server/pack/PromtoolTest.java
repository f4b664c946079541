package dev.tocsin.server.pack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tocsin.server.config.Problems;
import dev.tocsin.server.rule.RuleSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Holds our rule files and our rule tests against the real promtool.
class PromtoolTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");
  private static final String RULES =
      """
      groups:
      - name: g
        interval: 30s
        rules:
        - record: job:up:min
          expr: min by (job) (up)
        - alert: Down
          expr: job:up:min == 0
          for: 1m
          keep_firing_for: 2m
          labels: {severity: P1}
          annotations:
            summary: "{{ $labels.job }} is down: {{ $value | humanize }}"
            tocsin_cooldown: 10m
            tocsin_keep_firing_while: job:up:min < 1
            tocsin_no_data: resolve
      """;
  private static final String TEST =
      """
      rule_files: [r.yml]
      evaluation_interval: 30s
      tests:
      - name: down and up again
        interval: 30s
        input_series:
        - {series: 'up{job="a"}', values: "1 0x5 1x20"}
        - {series: 'up{job="b"}', values: "0 0 stale _x20"}
        alert_rule_test:
        - {eval_time: 1m, alertname: Down}
        - eval_time: 2m
          alertname: Down
          exp_alerts:
          - exp_labels: {job: a, severity: P1}
            exp_annotations:
              summary: "a is down: 0"
              tocsin_cooldown: 10m
              tocsin_keep_firing_while: job:up:min < 1
              tocsin_no_data: resolve
        - {eval_time: 9m, alertname: Down}
        promql_expr_test:
        - expr: sum(up)
          eval_time: 30s
          exp_samples: [{labels: '{}', value: %s}]
        - expr: job:up:min
          eval_time: 30s
          exp_samples:
          - {labels: 'job:up:min{job="a"}', value: 0}
          - {labels: 'job:up:min{job="b"}', value: 0}
      """;

  @TempDir Path folder;

  @BeforeEach
  void isInstalled() {
    assumeTrue(Files.isExecutable(PROMTOOL), "promtool is not installed (package prometheus)");
  }

  private String promtool(int code, List<String> arguments) throws Exception {
    var command = new ArrayList<>(List.of(PROMTOOL.toString()));
    command.addAll(arguments);
    var process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(code, process.waitFor(), output);
    return output;
  }

  @Test
  void acceptsTheRulesOfAllPacks() throws Exception {
    var files = new ArrayList<>(List.of("check", "rules"));
    for (var pack : Packs.SHIPPED) {
      try (var list = Files.list(Path.of("../packs/" + pack + "/rules"))) {
        list.map(file -> file.toAbsolutePath().toString()).forEach(files::add);
      }
    }
    promtool(0, files);
  }

  /// promtool compares all annotations always, our tests only where they give some; so it gets
  /// rules and tests without them.
  @Test
  void passesTheTestsOfAllPacks() throws Exception {
    var files = new ArrayList<>(List.of("test", "rules"));
    for (var pack : Packs.SHIPPED) {
      for (var kind : List.of("rules", "tests")) {
        var copies = Files.createDirectories(folder.resolve(pack).resolve(kind));
        try (var list = Files.list(Path.of("../packs", pack, kind))) {
          for (var file : list.toList()) {
            var copy = copies.resolve(file.getFileName());
            Files.write(copy, withoutAnnotations(Files.readAllLines(file)));
            if (kind.equals("tests")) {
              files.add(copy.toString());
            }
          }
        }
      }
    }
    promtool(0, files);
  }

  private static List<String> withoutAnnotations(List<String> lines) {
    var kept = new ArrayList<String>();
    int outside = Integer.MAX_VALUE;
    for (var line : lines) {
      int indent = line.indexOf(line.strip());
      if (!line.isBlank() && indent <= outside) {
        outside = Integer.MAX_VALUE;
      }
      if (outside == Integer.MAX_VALUE && line.strip().matches("(exp_)?annotations:")) {
        outside = indent;
      }
      if (outside == Integer.MAX_VALUE) {
        kept.add(line);
      }
    }
    return kept;
  }

  @Test
  void acceptsOurAnnotations() throws Exception {
    Files.writeString(folder.resolve("r.yml"), RULES);
    promtool(0, List.of("check", "rules", "r.yml"));
  }

  private List<String> ours() throws IOException {
    var problems = new Problems();
    var test = new RuleSource("t.yml", Files.readString(folder.resolve("t.yml")));
    var results = RuleTests.in(folder).run(test, problems);
    assertEquals(List.of(), problems.list());
    return results.stream().flatMap(result -> result.failures().stream()).toList();
  }

  @Test
  void findsTheSameTestsGoodAndBad() throws Exception {
    Files.writeString(folder.resolve("r.yml"), RULES);
    Files.writeString(folder.resolve("t.yml"), TEST.formatted("0"));
    promtool(0, List.of("test", "rules", "t.yml"));
    assertEquals(List.of(), ours());
    Files.writeString(folder.resolve("t.yml"), TEST.formatted("5"));
    promtool(1, List.of("test", "rules", "t.yml"));
    assertFalse(ours().isEmpty());
  }
}
