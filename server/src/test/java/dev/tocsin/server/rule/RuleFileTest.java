package dev.tocsin.server.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tocsin.server.config.ConfigFile;
import dev.tocsin.server.config.Problem;
import dev.tocsin.server.config.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleFileTest {
  private final Problems problems = new Problems();

  private RuleSet read(String... texts) {
    var sources = new ArrayList<RuleSource>();
    for (var text : texts) {
      sources.add(new RuleSource("r" + (sources.size() + 1) + ".yml", text));
    }
    return RuleSet.read(sources, RuleOptions.defaults(), problems);
  }

  private static String resource(String name) {
    try (var stream = RuleFileTest.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void readsGroupsWithAllTheirKeys() {
    var rules = read(resource("good/full.yml"));
    assertEquals(List.of(), problems.list());
    var first = rules.groups().getFirst();
    assertEquals("r1.yml;payments", first.key());
    assertEquals(Duration.ofSeconds(5), first.interval());
    assertEquals(50, first.limit());
    assertEquals(Duration.ofSeconds(20), first.queryOffset());
    var recording = assertInstanceOf(RecordingRule.class, first.rules().getFirst());
    assertEquals("job:payments:rate1m", recording.name());
    assertEquals(Map.of("team", "payments", "kind", "rate"), recording.labels());
    var alert = assertInstanceOf(AlertRule.class, first.rules().getLast());
    assertEquals(Duration.ofSeconds(30), alert.hold());
    assertEquals(Duration.ofMinutes(1), alert.keepFiring());
    assertEquals(Map.of("team", "shop", "severity", "P1"), alert.labels());
    assertEquals("{{ $value | humanize }}", alert.annotations().get("summary"));
    assertEquals("r1.yml:13", alert.source());
    var second = rules.groups().getLast();
    assertEquals(RuleOptions.defaults().evaluationInterval(), second.interval());
    assertEquals(RuleOptions.defaults().seriesPerRule(), second.limit());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"expression", "keys", "templates", "shape", "labels", "twins", "durations"})
  void reportsEveryProblemOfABadFile(String name) {
    read(resource("bad/" + name + ".yml"));
    var expected = resource("bad/" + name + ".txt").strip();
    var found = String.join("\n", problems.list().stream().map(Problem::toString).toList());
    assertEquals(expected, found);
  }

  @Test
  void reportsTheProblemsOfAllFilesTogether() {
    read(
        "groups:\n- name: a\n  rules: [{alert: A, expr: 'up =='}]",
        "groups:\n- name: b\n  rules: [{alert: B, expr: 'sum('}, {alert: C, expr: up}]");
    assertEquals(2, problems.list().size());
    assertEquals("r1.yml:3:22", problems.list().getFirst().where());
    assertEquals("r2.yml:3:22", problems.list().getLast().where());
  }

  @Test
  void aRuleKeepsItsKeyWhenItMovesAndItsExpressionChanges() {
    var before = "groups:\n- name: a\n  rules: [{alert: A, expr: up == 0, labels: {x: y}}]";
    var after = "groups:\n- name: a\n\n\n  rules: [{alert: A, expr: up < 1, labels: {x: y}}]";
    var other = "groups:\n- name: a\n  rules: [{alert: A, expr: up == 0, labels: {x: z}}]";
    var key = read(before).alertRules().getFirst().key();
    assertEquals(key, read(after).alertRules().getFirst().key());
    assertEquals("r1.yml;a;A;{x=z}", read(other).alertRules().getFirst().key());
  }

  @Test
  void readsTheFoldersOfTheOperator(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("own.yml"), "groups:\n- name: a\n  rules: [{alert: A, expr: up}]");
    Files.writeString(folder.resolve("notes.txt"), "not a rule file");
    var options = new RuleOptions(List.of(), List.of(folder), Duration.ofSeconds(15), 1_000);
    var rules = RuleSet.read(List.of(), options, problems);
    assertEquals(List.of(), problems.list());
    assertEquals(1, rules.rules().size());
    Files.write(folder.resolve("latin.yml"), new byte[] {(byte) 0xe9});
    RuleSet.read(List.of(), options, problems);
    assertEquals(
        folder.resolve("latin.yml") + ": cannot be read: is not UTF-8 text; check the file",
        problems.list().getFirst().toString());
  }

  @Test
  void aFolderThatIsMissingIsAProblem(@TempDir Path folder) {
    var missing = folder.resolve("none");
    var options = new RuleOptions(List.of(), List.of(missing), Duration.ofSeconds(15), 1_000);
    RuleSet.read(List.of(), options, problems);
    assertEquals(
        missing + ": is not a folder; create it or fix the path",
        problems.list().getFirst().toString());
  }

  @Test
  void readsItsOptions() {
    var text = "packs: [core, marketplace]\nevaluation_interval: 30s\nseries_per_rule: 5";
    var options = RuleOptions.read(ConfigFile.parseLiteral("t.yml", text, problems), Map.of());
    assertEquals(
        new RuleOptions(List.of("core", "marketplace"), List.of(), Duration.ofSeconds(30), 5),
        options);
    assertEquals(List.of(), problems.list());
    var bad = "evaluation_interval: 1ms\nseries_per_rule: 0\nfolder: x";
    assertEquals(
        RuleOptions.defaults(),
        RuleOptions.read(ConfigFile.parseLiteral("t.yml", bad, problems), Map.of()));
    assertEquals(
        List.of(
            "t.yml:1:1: evaluation_interval: \"1ms\" is out of bounds; use 1s to 1d",
            "t.yml:2:1: series_per_rule: \"0\" is not usable; use a number from 1 to 100000",
            "t.yml:3:1: folder: is unknown; remove it or use one of packs, directories,"
                + " evaluation_interval, series_per_rule, calendar"),
        problems.list().stream().map(Problem::toString).toList());
  }
}
